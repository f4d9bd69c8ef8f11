package io.offblock.neo4j;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A flight as a node's properties: its facts by their names, moments as Neo4j's date-times, and the
 * day beside them.
 */
final class FlightNode {
  private FlightNode() {}

  static Map<String, Object> write(Flight flight) {
    Map<String, Object> properties = new LinkedHashMap<>(FlightFacts.write(flight));
    properties.replaceAll((name, v) -> v instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : v);
    properties.put("day", flight.id().day());
    return properties;
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
