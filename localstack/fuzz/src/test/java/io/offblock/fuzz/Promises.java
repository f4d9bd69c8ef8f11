package io.offblock.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.payload.Storable;
import java.util.Optional;
import java.util.stream.Stream;

/** What stores, digests and pages rely on in every report, whichever provider's bytes it is of. */
final class Promises {
  private static final Airports AIRPORTS = Airports.packaged();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Promises() {}

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
  }

  static void check(FlightReport report) {
    FlightId id = report.id();
    check(FlightId.parse(id.toString()).filter(id::equals).isPresent(), "its id can be read");
    check(id.origin().matches("[A-Z0-9]{3}") && id.destination().matches("[A-Z0-9]{3}"), "codes");
    Flight flight = Flight.of(report);
    check(flight.equals(FlightFacts.read(FlightFacts.write(flight))), "its facts are the flight");
    check(flight.equals(flight.merge(flight)), "merging it with itself changes nothing");
    check(Storable.isText(FlightFacts.line(flight)), "its facts can be stored");
    report
        .operation()
        .ifPresent(
            o -> {
              check(o.departure(), id.origin());
              check(o.arrival(), id.destination());
            });
    report
        .plan()
        .ifPresent(
            p -> {
              check(p.departure(), id.origin());
              check(p.arrival(), id.destination());
            });
    source(report.source());
  }

  private static void check(Movement side, String iata) {
    Stream.of(side.scheduled(), side.estimated(), side.actual())
        .flatMap(Optional::stream)
        .map(FlightTime::utc)
        .forEach(
            utc ->
                check(
                    utc.isPresent() || AIRPORTS.find(iata).isEmpty(),
                    "where the zone is known, so is the moment"));
  }

  /**
   * An escape of NUL is NUL to a store; a cell that spells the escape out, letter by letter, is
   * not.
   */
  private static void source(String source) {
    check(Storable.isText(source), "its source can be stored");
    try {
      JsonNode record = MAPPER.readTree(source);
      check(record.isObject(), "its source is a record");
      texts(record);
    } catch (JsonProcessingException e) {
      throw new AssertionError("its source is no JSON: " + source, e);
    }
  }

  private static void texts(JsonNode node) {
    check(!node.isTextual() || Storable.isText(node.textValue()), "its source's texts are stored");
    node.fieldNames().forEachRemaining(name -> check(Storable.isText(name), "its names too"));
    node.forEach(Promises::texts);
  }
}
