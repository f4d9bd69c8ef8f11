package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.LocalMinute;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What the clocks of airports show. Every choice of a call asks for hundreds of them, so each is
 * worked out once a minute. Not safe for threads.
 */
final class LocalClocks {
  private final Function<String, Optional<ZoneId>> zones;
  private final Map<String, OptionalInt> minutes = new HashMap<>();
  private long asOf = Long.MIN_VALUE;

  /**
   * @param zones of airports by IATA code
   */
  LocalClocks(Function<String, Optional<ZoneId>> zones) {
    this.zones = zones;
  }

  /** Local minute at an airport, see {@link LocalMinute}; empty where its zone is not known. */
  OptionalInt at(String airport, Instant now) {
    long minute = Math.floorDiv(now.getEpochSecond(), 60L);
    if (minute != asOf) {
      minutes.clear();
      asOf = minute;
    }
    return minutes.computeIfAbsent(
        airport,
        a ->
            zones
                .apply(a)
                .map(zone -> OptionalInt.of(LocalMinute.at(now, zone)))
                .orElseGet(OptionalInt::empty));
  }
}
