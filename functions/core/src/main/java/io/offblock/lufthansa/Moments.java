package io.offblock.lufthansa;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.airport.Airport;
import io.offblock.flight.FlightTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Reads the times of one side of a flight. Where the provider says UTC, that counts; else the
 * airport's zone tells it; where the airport is unknown, UTC stays unknown.
 *
 * @param airport of this side, where the table has it
 */
record Moments(Optional<Airport> airport) {

  /**
   * flightstatus and schedules: {@code ScheduledTimeLocal.DateTime}, {@code
   * ScheduledTimeUTC.DateTime}.
   */
  Optional<FlightTime> split(JsonNode side, String kind, Optional<Instant> notBefore) {
    String local = kind + "TimeLocal";
    String utc = kind + "TimeUTC";
    return time(
        Shape.text(Shape.object(side, local), "DateTime").map(text -> local(text, local)),
        Shape.text(Shape.object(side, utc), "DateTime").map(text -> utc(text, utc)),
        notBefore);
  }

  /**
   * customerflightinformation: {@code Scheduled.Date} and {@code .Time}. Half of them is none.
   * {@code DateTime}, which the documents promise and nobody has seen, is UTC.
   */
  Optional<FlightTime> dated(JsonNode side, String kind, Optional<Instant> notBefore) {
    JsonNode said = Shape.object(side, kind);
    Optional<String> time = Shape.text(said, "Time");
    Optional<LocalDateTime> local =
        Shape.text(said, "Date").flatMap(d -> time.map(t -> local(d + 'T' + t, kind)));
    return time(
        local, Shape.text(said, "DateTime").map(text -> utc(text, kind + ".DateTime")), notBefore);
  }

  private Optional<FlightTime> time(
      Optional<LocalDateTime> local, Optional<Instant> utc, Optional<Instant> notBefore) {
    if (local.isEmpty()) {
      return utc.flatMap(u -> airport.map(a -> time(LocalDateTime.ofInstant(u, a.zone()), utc)));
    }
    return Optional.of(
        time(
            local.get(),
            utc.or(
                () ->
                    airport.map(
                        a ->
                            notBefore
                                .map(n -> a.utc(local.get(), n))
                                .orElseGet(() -> a.utc(local.get()))))));
  }

  private static FlightTime time(LocalDateTime local, Optional<Instant> utc) {
    try {
      return new FlightTime(local, utc);
    } catch (IllegalArgumentException e) {
      throw UnreadableRecord.broken(e.getMessage());
    }
  }

  private static LocalDateTime local(String text, String name) {
    if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?")) {
      try {
        return LocalDateTime.parse(text);
      } catch (DateTimeException e) {
        // Told below.
      }
    }
    throw UnreadableRecord.broken(name + " is no local time: " + text);
  }

  private static Instant utc(String text, String name) {
    if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z?")) {
      try {
        return OffsetDateTime.parse(text.endsWith("Z") ? text : text + 'Z').toInstant();
      } catch (DateTimeException e) {
        // Told below.
      }
    }
    throw UnreadableRecord.broken(name + " is no UTC time: " + text);
  }
}
