package io.offblock.flight;

import java.time.Instant;
import java.time.LocalDateTime;
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
  public FlightTime {
    local = local.truncatedTo(ChronoUnit.MINUTES);
    utc = utc.map(u -> u.truncatedTo(ChronoUnit.SECONDS));
  }
}
