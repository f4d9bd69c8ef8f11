package io.offblock.flight;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * When a fact was fetched, and in which bytes: the order in which facts replace each other. Arrival
 * order plays no part, so payloads may be delivered late, twice and shuffled.
 *
 * @param fetchedAt UTC, to the millisecond
 * @param sha256 lower-case hex of the uncompressed payload; breaks ties between answers of one
 *     millisecond
 */
public record Version(Instant fetchedAt, String sha256) implements Comparable<Version> {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Comparator<Version> ORDER =
      Comparator.comparing(Version::fetchedAt).thenComparing(Version::sha256);

  public Version {
    fetchedAt = fetchedAt.truncatedTo(ChronoUnit.MILLIS);
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a sha256 in lower-case hex: " + sha256);
    }
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
