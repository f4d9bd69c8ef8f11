package io.offblock.flight;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A moment as a provider gives it: local at the airport, and in UTC where the provider says so or
 * the airport's zone is known.
 *
 * @param local at the airport, to the minute
 * @param utc to the second; empty where neither the provider nor a zone tells it; never guessed
 */
public record FlightTime(LocalDateTime local, Optional<Instant> utc) {
  private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
  private static final LocalDateTime END = LocalDateTime.of(10_000, 1, 1, 0, 0);
  private static final Instant FIRST_UTC = FIRST.toInstant(ZoneOffset.UTC);
  private static final Instant END_UTC = END.toInstant(ZoneOffset.UTC);

  /**
   * @throws IllegalArgumentException where a year has not four digits: nothing writes such a time,
   *     and stores do not read it. The other side's zone can make one of the last hours of 9999
   */
  public FlightTime {
    if (local.isBefore(FIRST)
        || !local.isBefore(END)
        || utc.filter(u -> u.isBefore(FIRST_UTC) || !u.isBefore(END_UTC)).isPresent()) {
      throw new IllegalArgumentException(
          "no year of four digits: " + local + utc.map(u -> ", " + u).orElse(""));
    }
    local = local.truncatedTo(ChronoUnit.MINUTES);
    utc = utc.map(u -> u.truncatedTo(ChronoUnit.SECONDS));
  }
}
