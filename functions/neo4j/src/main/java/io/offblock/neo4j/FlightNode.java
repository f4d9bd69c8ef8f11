package io.offblock.neo4j;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.Movement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A flight as a node's properties: its facts by their names, moments as Neo4j's date-times, and
 * beside them what follows from the facts and what queries look for: {@code day}; {@code departs}
 * and {@code arrives}, the best known times as seconds since 1970 in UTC, of a flight that goes;
 * {@code bookable}, true where it takes passengers. They are made anew from the merged flight with
 * every write, so no order of deliveries can leave them wrong.
 */
final class FlightNode {
  private FlightNode() {}

  static Map<String, Object> write(Flight flight) {
    Map<String, Object> properties = new LinkedHashMap<>(FlightFacts.write(flight));
    properties.replaceAll((name, v) -> v instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : v);
    properties.put("day", flight.id().day());
    if (goes(flight)) {
      Optional<Instant> departs = departs(flight);
      Optional<Instant> arrives = arrives(flight);
      if (departs.isPresent() && arrives.isPresent() && arrives.get().isAfter(departs.get())) {
        properties.put("departs", departs.get().getEpochSecond());
        properties.put("arrives", arrives.get().getEpochSecond());
        if (!flight.airframe().flatMap(a -> a.value().serviceType()).equals(Optional.of("Cargo"))) {
          properties.put("bookable", true);
        }
      }
    }
    return properties;
  }

  /** Best known off-block. */
  static Optional<Instant> departs(Flight flight) {
    return best(flight.departure(), flight.plan().map(p -> p.value().departure()));
  }

  /** Best known on-block. */
  static Optional<Instant> arrives(Flight flight) {
    return best(flight.arrival(), flight.plan().map(p -> p.value().arrival()));
  }

  /** A diverted flight goes elsewhere: the legs that it really flies are flights of their own. */
  private static boolean goes(Flight flight) {
    return switch (flight.state()) {
      case CANCELLED, DIVERTED -> false;
      case SCHEDULED, AIRBORNE, LANDED -> true;
    };
  }

  /** As operated; as planned where the operation tells no time at all. */
  private static Optional<Instant> best(Optional<Movement> known, Optional<Movement> planned) {
    return known.flatMap(Movement::best).or(() -> planned.flatMap(Movement::best));
  }

  /** Empty for a node that was made a moment ago in the same transaction, only to be locked. */
  static Optional<Flight> read(Map<String, Object> properties) {
    if (!properties.containsKey("day")) {
      return Optional.empty();
    }
    Map<String, Object> facts = new LinkedHashMap<>(properties);
    facts.replaceAll(
        (name, v) ->
            switch (v) {
              case ZonedDateTime at -> at.toInstant();
              case Long number -> number.intValue();
              default -> v;
            });
    return Optional.of(FlightFacts.read(facts));
  }
}
