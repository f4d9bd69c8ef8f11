package io.offblock.neo4j;

import io.offblock.Samples;
import io.offblock.flight.Airframe;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.flight.Plan;
import io.offblock.payload.Payload;
import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.FlightView;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reports of flights for tests: made up one by one, or what is known of the sandbox's world. */
final class PlayedFlights {
  private static final int PER_PAYLOAD = 500;

  private PlayedFlights() {}

  /**
   * A flight whose airports keep UTC.
   *
   * @param number carrier and number, {@code LH100}
   * @param late minutes by which it is now expected to leave and to come later
   * @param registration blank where unknown
   */
  static FlightReport flight(
      Payload payload,
      String number,
      String from,
      String to,
      Instant off,
      Instant on,
      int late,
      String status,
      String registration) {
    LocalDateTime local = LocalDateTime.ofInstant(off, ZoneOffset.UTC);
    return report(
        payload,
        new FlightId(FlightNumber.parse(number).orElseThrow(), from, to, local),
        movement(ZoneOffset.UTC, off, Optional.of(off.plusSeconds(60L * late)), Optional.empty()),
        movement(ZoneOffset.UTC, on, Optional.of(on.plusSeconds(60L * late)), Optional.empty()),
        status,
        registration,
        "Passenger");
  }

  /** What is known at {@code now} of the flights that the world plans for a span. */
  static List<FlightReport> world(long seed, Instant from, Instant until, Instant now) {
    Payload payload = Samples.payload(1);
    int minute = Minutes.of(now);
    return World.of(seed).departing(Minutes.of(from), Minutes.of(until)).stream()
        .filter(f -> f.visibleAt(minute))
        .map(f -> report(payload, f, f.at(minute)))
        .toList();
  }

  /** Loads reports as payloads of the usual size would bring them. */
  static void load(Neo4jFlightStore store, List<FlightReport> reports) {
    for (int i = 0; i < reports.size(); i += PER_PAYLOAD) {
      store.apply(
          Samples.payload(i),
          Samples.flights(reports.subList(i, Math.min(reports.size(), i + PER_PAYLOAD))));
    }
  }

  private static FlightReport report(Payload payload, Flight flight, FlightView view) {
    ZoneId there = flight.origin().zone();
    Instant off = Minutes.instant(flight.scheduledOff());
    return report(
        payload,
        new FlightId(
            new FlightNumber(flight.leg().airline().iata(), flight.leg().number(), ""),
            flight.origin().iata(),
            flight.destination().iata(),
            LocalDateTime.ofInstant(off, there)),
        movement(there, off, at(view.estimatedOff()), at(view.actualOff())),
        movement(
            flight.destination().zone(),
            Minutes.instant(flight.scheduledOn()),
            at(view.estimatedOn()),
            at(view.actualOn())),
        view.status().name(),
        view.registration(),
        flight.leg().cargo() ? "Cargo" : "Passenger");
  }

  private static FlightReport report(
      Payload payload,
      FlightId id,
      Movement departure,
      Movement arrival,
      String status,
      String registration,
      String service) {
    return new FlightReport(
        id,
        payload.version(),
        payload.key().id(),
        "flightstatus",
        Optional.of(new Operation(departure, arrival, Optional.of(status), Optional.of("32N"))),
        Optional.of(
            new Airframe(
                registration.isBlank() ? Optional.empty() : Optional.of(registration),
                Optional.of(service))),
        Optional.empty(),
        Optional.of(new Plan(scheduled(departure), scheduled(arrival), Optional.of("32N"))),
        "{}");
  }

  private static Optional<Instant> at(int minute) {
    return minute == Minutes.NONE ? Optional.empty() : Optional.of(Minutes.instant(minute));
  }

  private static Movement scheduled(Movement movement) {
    return new Movement(
        movement.scheduled(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Movement movement(
      ZoneId zone, Instant scheduled, Optional<Instant> estimated, Optional<Instant> actual) {
    return new Movement(
        Optional.of(time(zone, scheduled)),
        estimated.map(e -> time(zone, e)),
        actual.map(a -> time(zone, a)),
        Optional.of("1"),
        Optional.of("A12"),
        Optional.of("OT"));
  }

  private static FlightTime time(ZoneId zone, Instant at) {
    return new FlightTime(LocalDateTime.ofInstant(at, zone), Optional.of(at));
  }
}
