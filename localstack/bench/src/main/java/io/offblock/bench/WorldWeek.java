package io.offblock.bench;

import io.offblock.bench.Contender.Told;
import io.offblock.flight.Airframe;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.FlightView;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A full week of the world's flights as the sandbox plays it, some 56,000, known as they are at
 * noon of its first day. It is the window that every store holds, whatever history there is beside
 * it.
 */
final class WorldWeek {
  static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
  static final Instant NOON = MONDAY.plus(Duration.ofHours(12));
  private static final long SEED = 1;
  private static final int PER_PAYLOAD = 500;

  private WorldWeek() {}

  /** In payloads of 500 reports. */
  static List<Told> told() {
    int noon = Minutes.of(NOON);
    List<Flight> flights =
        World.of(SEED)
            .departing(Minutes.of(MONDAY), Minutes.of(MONDAY.plus(Duration.ofDays(7))))
            .stream()
            .filter(f -> f.visibleAt(noon))
            .toList();
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < flights.size(); i += PER_PAYLOAD) {
      Payload payload = payload(i);
      List<FlightReport> reports =
          flights.subList(i, Math.min(flights.size(), i + PER_PAYLOAD)).stream()
              .map(f -> report(payload, f, f.at(noon)))
              .toList();
      told.add(new Told(payload, new ParsedPayload(reports, List.of(), List.of())));
    }
    return told;
  }

  private static Payload payload(int n) {
    byte[] bytes = ("{\"from\":" + n + "}").getBytes(StandardCharsets.UTF_8);
    String sha256 = Days.sha256(bytes);
    String request = "/operations/flightstatus/departures/ZZZ/2026-11-23T00:00?offset=" + n;
    PayloadKey key = PayloadKey.of("lufthansa", request, NOON, sha256);
    return new Payload(key, NOON, sha256, request, "flightstatus", bytes);
  }

  private static FlightReport report(Payload payload, Flight flight, FlightView view) {
    ZoneId there = flight.origin().zone();
    Instant off = Minutes.instant(flight.scheduledOff());
    return new FlightReport(
        new FlightId(
            new FlightNumber(flight.leg().airline().iata(), flight.leg().number(), ""),
            flight.origin().iata(),
            flight.destination().iata(),
            LocalDateTime.ofInstant(off, there)),
        payload.version(),
        payload.key().id(),
        "flightstatus",
        Optional.of(
            new Operation(
                movement(there, off, at(view.estimatedOff()), at(view.actualOff())),
                movement(
                    flight.destination().zone(),
                    Minutes.instant(flight.scheduledOn()),
                    at(view.estimatedOn()),
                    at(view.actualOn())),
                Optional.of(view.status().name()),
                Optional.of("32N"))),
        Optional.of(
            new Airframe(
                Optional.of(view.registration()).filter(r -> !r.isBlank()),
                Optional.of(flight.leg().cargo() ? "Cargo" : "Passenger"))),
        Optional.empty(),
        Optional.empty(),
        "{}");
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

  private static Optional<Instant> at(int minute) {
    return minute == Minutes.NONE ? Optional.empty() : Optional.of(Minutes.instant(minute));
  }

  private static FlightTime time(ZoneId zone, Instant at) {
    return new FlightTime(LocalDateTime.ofInstant(at, zone), Optional.of(at));
  }
}
