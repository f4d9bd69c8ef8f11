package io.offblock.opensearch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What was found of airports and airlines, kept until any of them is written. Reference data change
 * once a day, and while people type the same beginnings come again and again; what fits them is
 * most of what a search costs.
 *
 * <p>The highest sequence number of the index ({@code _seq_no}) tells whether anything was written:
 * each write takes the next one, and a search sees it when it sees what was written. It is asked
 * for at most once a second.
 */
final class KnownPlaces {
  /** Some megabytes: a text has sixty hits at most. */
  private static final int MOST_TEXTS = 2000;

  private static final Duration TRUSTED = Duration.ofSeconds(1);

  private final Function<String, List<SearchHit>> places;
  private final LongSupplier written;
  private final InstantSource clock;
  private final Map<String, List<SearchHit>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<SearchHit>> eldest) {
          return size() > MOST_TEXTS;
        }
      };
  private long keptOf = Long.MIN_VALUE;
  private Instant trustedUntil = Instant.MIN;

  /**
   * @param places finds what fits a text, likeliest first
   * @param written the highest sequence number that a search of the places sees now
   */
  KnownPlaces(Function<String, List<SearchHit>> places, LongSupplier written, InstantSource clock) {
    this.places = Objects.requireNonNull(places);
    this.written = Objects.requireNonNull(written);
    this.clock = Objects.requireNonNull(clock);
  }

  /** What fits a text, likeliest first, as it was a second ago or later. */
  synchronized List<SearchHit> hits(String typed) {
    Instant now = clock.instant();
    if (!now.isBefore(trustedUntil)) {
      // Asked for before what it tells of, so that nothing is kept under a number newer than
      // itself.
      long newest = written.getAsLong();
      if (newest != keptOf) {
        kept.clear();
        keptOf = newest;
      }
      trustedUntil = now.plus(TRUSTED);
    }
    return kept.computeIfAbsent(typed, places);
  }
}
