package io.offblock;

import io.offblock.flight.Airframe;
import io.offblock.flight.Codeshares;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.flight.Plan;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Flights, reports and payloads for the tests of every module. What is random follows from the seed
 * alone.
 */
public final class Samples {
  /** A moment to count from. */
  public static final Instant MOMENT = Instant.parse("2026-11-24T08:00:00Z");

  private static final List<String> AIRPORTS = List.of("FRA", "JFK", "MUC", "ZRH", "QKL", "SIN");
  private static final List<String> CARRIERS = List.of("LH", "LX", "4Y", "OS");

  private Samples() {}

  /** LH400 from Frankfurt to New York on 24 November 2026. */
  public static FlightId lh400() {
    return FlightId.parse("LH-400-FRA-JFK-20261124T1055").orElseThrow();
  }

  /** An answer of Lufthansa's that was given at a moment, its bytes being this text. */
  public static Payload payload(String request, String hint, Instant fetchedAt, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String sha256 = sha256(bytes);
    return new Payload(
        PayloadKey.of("lufthansa", request, fetchedAt, sha256),
        fetchedAt,
        sha256,
        request,
        hint,
        bytes);
  }

  /** The same answer, given again later and unchanged. */
  public static Payload seenAgain(Payload payload, Instant seenAt) {
    return new Payload(
        payload.key(),
        seenAt,
        payload.sha256(),
        payload.request(),
        payload.hint(),
        payload.bytes());
  }

  /** A payload without meaning of its own, for tests that hand over what it says beside it. */
  public static Payload payload(int n) {
    return payload(
        "/operations/customerflightinformation/departures/FRA/2026-11-24T08:00?limit=100",
        "customerflightinformation",
        MOMENT.plusSeconds(60L * n),
        "{\"n\":" + n + "}");
  }

  /** What a payload says where it speaks of flights alone. */
  public static ParsedPayload flights(List<FlightReport> reports) {
    return new ParsedPayload(reports, List.of(), List.of());
  }

  /** What a payload says where it is reference data. */
  public static ParsedPayload references(Reference... items) {
    return new ParsedPayload(List.of(), List.of(items), List.of());
  }

  /** A report by flightstatus with every fact that the resource has. */
  public static FlightReport full(FlightId id, Payload payload) {
    LocalDateTime off = id.scheduledDeparture();
    return new FlightReport(
        id,
        payload.version(),
        payload.key().id(),
        "flightstatus",
        Optional.of(
            new Operation(
                movement(off, "1", "Z50", "DL", 18),
                movement(off.plusHours(3), "2C", "A7", "OT", 4),
                Optional.of("LD"),
                Optional.of("74H"))),
        Optional.of(new Airframe(Optional.of("DABYA"), Optional.of("Passenger"))),
        Optional.of(
            new Codeshares(
                List.of(
                    FlightNumber.parse("UA8842").orElseThrow(),
                    FlightNumber.parse("AC9101A").orElseThrow()))),
        Optional.of(
            new Plan(
                planned(off, Optional.of("1")),
                planned(off.plusHours(3), Optional.empty()),
                Optional.of("748"))),
        "{\"n\":1,\"text\":\"as it came, Zürich | \\\\\"}");
  }

  /** A report with one group whose facts are all blank but the scheduled departure. */
  public static FlightReport bare(FlightId id, Payload payload) {
    return new FlightReport(
        id,
        payload.version(),
        payload.key().id(),
        "customerflightinformation",
        Optional.of(
            new Operation(
                new Movement(
                    Optional.of(new FlightTime(id.scheduledDeparture(), Optional.empty())),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                blank(),
                Optional.empty(),
                Optional.empty())),
        Optional.empty(),
        Optional.of(new Codeshares(List.of())),
        Optional.empty(),
        "{}");
  }

  /** One of {@code count} flights around {@link #MOMENT}, over several days. */
  public static FlightId id(Random random, int count) {
    int n = random.nextInt(count);
    return new FlightId(
        new FlightNumber(CARRIERS.get(n % CARRIERS.size()), 100 + n, n % 7 == 0 ? "A" : ""),
        AIRPORTS.get(n % AIRPORTS.size()),
        AIRPORTS.get((n + 1 + n % 3) % AIRPORTS.size()),
        LocalDate.of(2026, 11, 23).plusDays(n % 3).atTime(n % 24, n * 5 % 60));
  }

  /** A report with any groups and any facts present or blank. */
  public static FlightReport report(Random random, FlightId id, Payload payload) {
    Optional<Operation> operation =
        maybe(
            random,
            new Operation(
                movement(random, id.scheduledDeparture()),
                movement(random, id.scheduledDeparture().plusHours(2)),
                maybe(random, pick(random, List.of("NA", "DP", "LD", "CD", "OT", "DL"))),
                maybe(random, pick(random, List.of("321", "74H", "TRN")))));
    Optional<Airframe> airframe =
        maybe(
            random,
            new Airframe(
                maybe(random, pick(random, List.of("DAIZH", "HBJDD"))),
                maybe(random, pick(random, List.of("Passenger", "Cargo")))));
    Optional<Codeshares> codeshares =
        maybe(
            random,
            new Codeshares(
                List.of(
                    new FlightNumber("UA", 8000 + random.nextInt(3), ""),
                    new FlightNumber("AC", 9000 + random.nextInt(3), ""))));
    Optional<Plan> plan =
        operation.isEmpty() && airframe.isEmpty() && codeshares.isEmpty()
            ? Optional.of(plan(random, id))
            : maybe(random, plan(random, id));
    return new FlightReport(
        id,
        payload.version(),
        payload.key().id(),
        pick(random, List.of("flightstatus", "customerflightinformation", "schedules")),
        operation,
        airframe,
        codeshares,
        plan,
        "{\"r\":" + random.nextInt(1000) + "}");
  }

  /**
   * Payloads in the order of their moments, each with up to {@code perPayload} reports of {@code
   * flights} flights.
   */
  public static List<Map.Entry<Payload, ParsedPayload>> story(
      Random random, int payloads, int perPayload, int flights) {
    List<Map.Entry<Payload, ParsedPayload>> story = new ArrayList<>();
    for (int n = 0; n < payloads; n++) {
      Payload payload = payload(n);
      List<FlightReport> reports = new ArrayList<>();
      for (int i = 1 + random.nextInt(perPayload); i > 0; i--) {
        reports.add(report(random, id(random, flights), payload));
      }
      story.add(Map.entry(payload, flights(reports)));
    }
    return story;
  }

  /** What the flights of reports are in the end, whatever their order. */
  public static Map<FlightId, Flight> merged(List<FlightReport> reports) {
    Map<FlightId, Flight> flights = new TreeMap<>();
    reports.forEach(r -> flights.merge(r.id(), Flight.of(r), Flight::merge));
    return flights;
  }

  /** A list in another order. */
  public static <T> List<T> shuffled(Random random, List<T> list) {
    List<T> other = new ArrayList<>(list);
    Collections.shuffle(other, random);
    return other;
  }

  private static Plan plan(Random random, FlightId id) {
    return new Plan(
        planned(id.scheduledDeparture(), maybe(random, "1")),
        planned(id.scheduledDeparture().plusHours(2), Optional.empty()),
        maybe(random, "320"));
  }

  private static Movement planned(LocalDateTime local, Optional<String> terminal) {
    return new Movement(
        Optional.of(time(local)),
        Optional.empty(),
        Optional.empty(),
        terminal,
        Optional.empty(),
        Optional.empty());
  }

  private static Movement movement(
      LocalDateTime local, String terminal, String gate, String status, int late) {
    return new Movement(
        Optional.of(time(local)),
        Optional.of(time(local.plusMinutes(late + 5))),
        Optional.of(time(local.plusMinutes(late))),
        Optional.of(terminal),
        Optional.of(gate),
        Optional.of(status));
  }

  private static Movement movement(Random random, LocalDateTime local) {
    return new Movement(
        Optional.of(random.nextInt(4) == 0 ? new FlightTime(local, Optional.empty()) : time(local)),
        maybe(random, time(local.plusMinutes(random.nextInt(60)))),
        maybe(random, time(local.plusMinutes(random.nextInt(60)))),
        maybe(random, pick(random, List.of("1", "2", "2C"))),
        maybe(random, pick(random, List.of("A1", "Z50"))),
        maybe(random, pick(random, List.of("FE", "OT", "DL", "NO"))));
  }

  private static Movement blank() {
    return new Movement(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static FlightTime time(LocalDateTime local) {
    return new FlightTime(local, Optional.of(local.minusHours(1).toInstant(ZoneOffset.UTC)));
  }

  private static <T> Optional<T> maybe(Random random, T value) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value);
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Lower-case hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
