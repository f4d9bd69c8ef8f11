package io.offblock.airport;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An airport of the packaged table: what turns a code into a place and a local time into a moment.
 *
 * @param iata three characters, the key
 * @param icao four letters, where it has one
 * @param name in English
 * @param city in English; {@code ""} where the table has none
 * @param country ISO 3166 alpha-2
 * @param lat degrees north
 * @param lon degrees east
 * @param zone IANA zone with its daylight saving
 */
public record Airport(
    String iata,
    Optional<String> icao,
    String name,
    String city,
    String country,
    double lat,
    double lon,
    ZoneId zone) {
  public Airport {
    Objects.requireNonNull(iata);
    Objects.requireNonNull(icao);
    Objects.requireNonNull(name);
    Objects.requireNonNull(city);
    Objects.requireNonNull(country);
    Objects.requireNonNull(zone);
    new Position(lat, lon);
  }

  /** Where it lies. */
  public Position position() {
    return new Position(lat, lon);
  }

  /**
   * The moment of a local time here. Where clocks go forward, a time in the gap counts by the
   * offset before the change (02:30 is then the moment that the clocks show as 03:30). Where clocks
   * go back, a time that comes twice is the first of the two.
   */
  public Instant utc(LocalDateTime local) {
    return local.atZone(zone).toInstant();
  }

  /**
   * The moment of a local time that cannot lie before another moment: as {@link
   * #utc(LocalDateTime)}, except that a time that comes twice is the second of the two where the
   * first would lie before {@code notBefore}. That is how an arrival in the hour in which clocks go
   * back is told from one an hour earlier.
   */
  public Instant utc(LocalDateTime local, Instant notBefore) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    Instant first = utc(local);
    return offsets.size() == 2 && first.isBefore(notBefore)
        ? local.toInstant(offsets.get(1))
        : first;
  }
}
