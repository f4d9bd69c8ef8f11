package io.offblock.answer;

import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightState;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A flight as answers show it (object F of the contract). What nobody said is not there; a delay is
 * there only where it follows from an actual time, or, labelled, from the provider's estimate.
 */
public final class FlightJson {
  private static final Map<String, String> STATUS =
      Map.ofEntries(
          Map.entry("CD", "Flight Cancelled"),
          Map.entry("DP", "Flight Departed"),
          Map.entry("LD", "Flight Landed"),
          Map.entry("DV", "Flight Diverted"),
          Map.entry("RT", "Flight Rerouted"),
          Map.entry("NA", "No Status"),
          Map.entry("NO", "No Status"),
          Map.entry("FE", "Flight Early"),
          Map.entry("OT", "Flight On Time"),
          Map.entry("DL", "Flight Delayed"),
          Map.entry("NI", "Next Information"));

  private final Airports airports;
  private final InstantSource clock;

  /**
   * @param clock tells the age of what is known
   */
  public FlightJson(Airports airports, InstantSource clock) {
    this.airports = Objects.requireNonNull(airports);
    this.clock = Objects.requireNonNull(clock);
  }

  /** The flight's fields. */
  public Map<String, Object> of(Flight flight) {
    FlightId id = flight.id();
    FlightNumber number = id.operating();
    Instant seenAt = flight.seenAt();
    boolean flies = flight.state() != FlightState.CANCELLED;
    return Fields.none()
        .with("id", id.toString())
        .with("carrier", number.carrier())
        .with("number", number.number())
        .text("suffix", number.suffix())
        .with("flight", number.toString())
        .with("date", id.day().toString())
        .with("origin", AirportJson.of(id.origin(), airports))
        .with("destination", AirportJson.of(id.destination(), airports))
        .with("departure", flight.departure().map(m -> side(m, flies)).orElse(Map.of()))
        .with("arrival", flight.arrival().map(m -> side(m, flies)).orElse(Map.of()))
        .maybe(
            "status", flight.operation().flatMap(o -> o.value().status()).map(FlightJson::status))
        .maybe("aircraft", aircraft(flight))
        .maybe("serviceType", flight.airframe().flatMap(a -> a.value().serviceType()))
        .with(
            "codeshares",
            flight
                .codeshares()
                .map(c -> c.value().numbers().stream().map(FlightNumber::toString).toList())
                .orElse(List.of()))
        .with("seenAt", Json.exact(seenAt))
        .with("ageSeconds", FlightText.age(seenAt, clock.instant()))
        .with("payloads", flight.payloads())
        .map();
  }

  /** The same, written out to be told more than once. */
  public FlightText text(Flight flight) {
    return FlightText.of(of(flight), flight.seenAt());
  }

  /** A status code with its text; the code alone where Lufthansa's documents do not explain it. */
  public static Map<String, Object> status(String code) {
    return Fields.none()
        .with("code", code)
        .maybe("text", Optional.ofNullable(STATUS.get(code)))
        .map();
  }

  private static Map<String, Object> side(Movement m, boolean flies) {
    Fields fields =
        Fields.none()
            .maybe("scheduled", m.scheduled().map(FlightJson::time))
            .maybe("estimated", m.estimated().map(FlightJson::time))
            .maybe("actual", m.actual().map(FlightJson::time))
            .maybe("terminal", m.terminal())
            .maybe("gate", m.gate())
            .maybe("timeStatus", m.status());
    if (m.actual().isPresent()) {
      m.delay().ifPresent(d -> delay(fields, d, "actual"));
    } else if (flies) {
      m.expectedDelay().ifPresent(d -> delay(fields, d, "estimated"));
    }
    return fields.map();
  }

  private static void delay(Fields fields, Duration delay, String basis) {
    fields.with("delayMinutes", delay.toMinutes()).with("delayBasis", basis);
  }

  private static Map<String, Object> time(FlightTime time) {
    return Fields.none()
        .maybe("utc", time.utc().map(Json::utc))
        .with("local", Json.local(time.local()))
        .map();
  }

  private static Optional<Map<String, Object>> aircraft(Flight flight) {
    Map<String, Object> fields =
        Fields.none()
            .maybe(
                "type",
                flight
                    .operation()
                    .flatMap(o -> o.value().aircraftType())
                    .or(() -> flight.plan().map(s -> s.value()).flatMap(Plan::aircraftType)))
            .maybe("registration", flight.airframe().flatMap(a -> a.value().registration()))
            .map();
    return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
  }
}
