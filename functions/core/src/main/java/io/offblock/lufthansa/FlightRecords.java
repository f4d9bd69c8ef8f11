package io.offblock.lufthansa;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.airport.Airports;
import io.offblock.flight.Airframe;
import io.offblock.flight.Codeshares;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.flight.Plan;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes reports of the flight records of one payload: flightstatus, customerflightinformation and
 * schedules.
 *
 * <p>Codeshares come from customerflightinformation alone. The others name one marketing carrier at
 * most, and one name out of many would replace the whole list whenever it is newer.
 */
final class FlightRecords {
  /**
   * Lufthansa writes these where it does not say who operates: rail and bus under no airline's
   * number.
   */
  private static final Set<String> PLACEHOLDERS = Set.of("XX", "YY");

  private final Airports airports;
  private final Payload payload;

  FlightRecords(Airports airports, Payload payload) {
    this.airports = airports;
    this.payload = payload;
  }

  /** How the two operations resources write a time of a side. */
  @FunctionalInterface
  private interface Clockwork {
    Optional<FlightTime> time(
        Moments moments, JsonNode side, String kind, Optional<Instant> notBefore);
  }

  /** UTC, registration and service type, and no codeshares. */
  FlightReport flightStatus(JsonNode record) {
    String source = Shape.source(record);
    Sides sides = sides(record, Moments::split, "TimeStatus");
    FlightNumber operating = operating(record, carriers(record, "MarketingCarrier"));
    return new FlightReport(
        id(operating, record, sides),
        payload.version(),
        payload.key().id(),
        "flightstatus",
        Optional.of(operation(record, sides, "FlightStatus")),
        Optional.of(
            new Airframe(
                Shape.text(Shape.object(record, "Equipment"), "AircraftRegistration"),
                Shape.text(record, "ServiceType"))),
        Optional.empty(),
        Optional.empty(),
        source);
  }

  /** All codeshares, local times only. */
  FlightReport customerFlightInformation(JsonNode record) {
    String source = Shape.source(record);
    Sides sides = sides(record, Moments::dated, "Status");
    List<FlightNumber> marketing =
        carriers(Shape.object(record, "MarketingCarrierList"), "MarketingCarrier");
    FlightNumber operating = operating(record, marketing);
    return new FlightReport(
        id(operating, record, sides),
        payload.version(),
        payload.key().id(),
        "customerflightinformation",
        Optional.of(operation(record, sides, "Status")),
        Optional.empty(),
        Optional.of(new Codeshares(marketing.stream().filter(n -> !n.equals(operating)).toList())),
        Optional.empty(),
        source);
  }

  /**
   * One leg of the timetable. Where another carrier operates it, Lufthansa names that carrier
   * without its number: then the leg is a codeshare of a flight that is not said, and no report can
   * be made. The same holds for a leg with stops, which is several flights.
   */
  FlightReport scheduledLeg(JsonNode record) {
    String source = Shape.source(record);
    if (Shape.number(Shape.object(Shape.object(record, "Details"), "Stops"), "StopQuantity", 100)
        .filter(n -> n > 0)
        .isPresent()) {
      throw UnreadableRecord.unidentified("the leg has stops: it is several flights");
    }
    Sides sides = sides(record, Moments::split, "TimeStatus");
    FlightNumber operating = operating(record, carriers(record, "MarketingCarrier"));
    return new FlightReport(
        id(operating, record, sides),
        payload.version(),
        payload.key().id(),
        "schedules",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new Plan(planned(sides.departure()), planned(sides.arrival()), aircraftType(record))),
        source);
  }

  private record Sides(Movement departure, Movement arrival) {}

  private Sides sides(JsonNode record, Clockwork clockwork, String statusName) {
    Movement departure =
        side(Shape.object(record, "Departure"), clockwork, statusName, Optional.empty());
    return new Sides(
        departure,
        side(Shape.object(record, "Arrival"), clockwork, statusName, Optional.of(departure)));
  }

  /**
   * An arrival's times are read with the departure in view, see {@link
   * io.offblock.airport.Airport#utc}.
   */
  private Movement side(
      JsonNode side, Clockwork clockwork, String statusName, Optional<Movement> departure) {
    Moments moments = new Moments(Shape.text(side, "AirportCode").flatMap(airports::find));
    Optional<Instant> planned = departure.flatMap(d -> d.scheduled().flatMap(FlightTime::utc));
    Optional<Instant> best = departure.flatMap(Movement::best);
    JsonNode terminal = Shape.object(side, "Terminal");
    return new Movement(
        clockwork.time(moments, side, "Scheduled", planned),
        clockwork.time(moments, side, "Estimated", best),
        clockwork.time(moments, side, "Actual", best),
        Shape.text(terminal, "Name"),
        Shape.text(terminal, "Gate"),
        Shape.text(Shape.object(side, statusName), "Code"));
  }

  private static Operation operation(JsonNode record, Sides sides, String statusName) {
    return new Operation(
        sides.departure(),
        sides.arrival(),
        Shape.text(Shape.object(record, statusName), "Code"),
        aircraftType(record));
  }

  private static Optional<String> aircraftType(JsonNode record) {
    return Shape.text(Shape.object(record, "Equipment"), "AircraftCode");
  }

  private static Movement planned(Movement said) {
    return new Movement(
        said.scheduled(),
        Optional.empty(),
        Optional.empty(),
        said.terminal(),
        said.gate(),
        Optional.empty());
  }

  private static FlightId id(FlightNumber operating, JsonNode record, Sides sides) {
    return new FlightId(
        operating,
        place(record, "Departure"),
        place(record, "Arrival"),
        sides
            .departure()
            .scheduled()
            .map(FlightTime::local)
            .filter(t -> t.getYear() >= 1900)
            .orElseThrow(() -> UnreadableRecord.broken("no scheduled departure time")));
  }

  private static String place(JsonNode record, String side) {
    String code =
        Shape.text(Shape.object(record, side), "AirportCode")
            .orElseThrow(() -> UnreadableRecord.broken(side + " has no AirportCode"))
            .toUpperCase(Locale.ROOT);
    if (!code.matches("[A-Z0-9]{3}")) {
      throw UnreadableRecord.broken(side + " has no IATA code: " + code);
    }
    return code;
  }

  /**
   * Who flies, under which number: the operating carrier. Where it is missing or a placeholder, the
   * marketing carrier operates (the first by name, if several); where there is none either, the
   * placeholder is all there is.
   */
  private static FlightNumber operating(JsonNode record, List<FlightNumber> marketing) {
    JsonNode carrier = Shape.object(record, "OperatingCarrier");
    Optional<FlightNumber> first = marketing.stream().sorted().findFirst();
    if (carrier.isMissingNode()) {
      return first.orElseThrow(() -> UnreadableRecord.broken("no carrier at all"));
    }
    if (Shape.text(carrier, "FlightNumber").isEmpty()) {
      String airline = Shape.text(carrier, "AirlineID").orElse("");
      return first
          .filter(n -> n.carrier().equals(airline) || PLACEHOLDERS.contains(airline))
          .orElseThrow(
              () ->
                  UnreadableRecord.unidentified(
                      "operated by %s under a number that is not said".formatted(airline)));
    }
    FlightNumber said = number(carrier, "OperatingCarrier");
    return PLACEHOLDERS.contains(said.carrier()) ? first.orElse(said) : said;
  }

  private static List<FlightNumber> carriers(JsonNode parent, String name) {
    return Shape.list(parent, name).stream().map(c -> number(c, name)).toList();
  }

  private static FlightNumber number(JsonNode carrier, String name) {
    String airline = Shape.text(carrier, "AirlineID").orElse("");
    String number = Shape.text(carrier, "FlightNumber").orElse("");
    return FlightNumber.of(airline, number)
        .orElseThrow(
            () ->
                UnreadableRecord.broken(
                    "%s is no flight number: \"%s\" \"%s\"".formatted(name, airline, number)));
  }
}
