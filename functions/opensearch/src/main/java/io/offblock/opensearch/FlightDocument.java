package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flight as a document: its facts by their names, moments as ISO text, and beside them the fields
 * that only search reads.
 */
final class FlightDocument {
  private final Airports airports;

  /**
   * @param airports give the moment of a departure that no provider gave in UTC
   */
  FlightDocument(Airports airports) {
    this.airports = Objects.requireNonNull(airports);
  }

  Map<String, Object> write(Flight flight) {
    Map<String, Object> document = new LinkedHashMap<>();
    FlightFacts.write(flight)
        .forEach((name, v) -> document.put(name, v instanceof Instant at ? at.toString() : v));
    document.put("designator", flight.id().operating().toString());
    document.put(
        "designators",
        Stream.concat(
                Stream.of(flight.id().operating()),
                flight.codeshares().stream().flatMap(c -> c.value().numbers().stream()))
            .map(FlightNumber::toString)
            .distinct()
            .toList());
    document.put("day", flight.id().day().toString());
    document.put("departs", departs(flight).toString());
    document.put("state", flight.state().name().toLowerCase(Locale.ROOT));
    delay(flight.departure()).ifPresent(minutes -> document.put("departure_delay", minutes));
    delay(flight.arrival()).ifPresent(minutes -> document.put("arrival_delay", minutes));
    return document;
  }

  private static Optional<Long> delay(Optional<Movement> side) {
    return side.flatMap(Movement::delay).map(Duration::toMinutes);
  }

  static Flight read(Map<String, Object> document) {
    Map<String, Object> facts = new LinkedHashMap<>(document);
    facts.replaceAll(
        (name, v) ->
            v instanceof String text && (name.endsWith("_utc") || name.endsWith("_at"))
                ? Instant.parse(text)
                : v);
    return FlightFacts.read(facts);
  }

  /**
   * The scheduled departure. Of an airport without a known zone its local time counts as UTC: near
   * enough to sort by.
   */
  private Instant departs(Flight flight) {
    return flight
        .departure()
        .flatMap(Movement::scheduled)
        .flatMap(FlightTime::utc)
        .or(
            () ->
                airports
                    .find(flight.id().origin())
                    .map(a -> a.utc(flight.id().scheduledDeparture())))
        .orElseGet(() -> flight.id().scheduledDeparture().toInstant(ZoneOffset.UTC));
  }
}
