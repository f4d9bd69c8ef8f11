package io.offblock.opensearch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What was found of airports and airlines, kept until any of them is written. Reference data change
 * once a day, and while people type the same beginnings come again and again; what fits them is
 * most of what a search costs.
 *
 * <p>The highest sequence number of the index ({@code _seq_no}) tells whether anything was written:
 * each write takes the next one, and a search sees it when it sees what was written.
 */
final class KnownPlaces {
  /** Some megabytes: a text has sixty hits at most. */
  private static final int MOST_TEXTS = 2000;

  private final Function<String, List<SearchHit>> places;
  private final Map<String, List<SearchHit>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<SearchHit>> eldest) {
          return size() > MOST_TEXTS;
        }
      };
  private long written = Long.MIN_VALUE;

  /**
   * @param places finds what fits a text
   */
  KnownPlaces(Function<String, List<SearchHit>> places) {
    this.places = places;
  }

  /**
   * What fits a text, likeliest first.
   *
   * @param writtenNow the highest sequence number of the places, read before this call: what is
   *     found afterwards is at least as new, so that what is kept is never older than its number
   */
  synchronized List<SearchHit> hits(String typed, long writtenNow) {
    if (written != writtenNow) {
      kept.clear();
      written = writtenNow;
    }
    return kept.computeIfAbsent(typed, places);
  }
}
