package io.offblock.postgres;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Airframe;
import io.offblock.flight.Codeshares;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two days in November 2026, few enough flights to answer every question by hand. Loaded as
 * payloads are, so that observations and lineage are there too.
 */
final class SmallWorld {
  /**
   * A statement a line, given so many minutes after 08:00 UTC on the 24th: flight, status, planned
   * minutes, departure delay actual or (~) expected, arrival delay, gate, registration, codeshares.
   * A dash is what nobody said.
   */
  private static final String SAID =
      """
      1  LH-400-FRA-JFK-20261124T1055 NA 540 -   - Z50 DABYA AC9101,UA8842
      2  LH-400-FRA-JFK-20261124T1055 NA 540 ~10 - Z58 DABYA AC9101,UA8842
      3  LH-400-FRA-JFK-20261124T1055 DP 540 12  - Z58 DABYA AC9101,UA8842
      4  LH-100-FRA-MUC-20261124T0700 LD 55  5   3 A10 DAIZA -
      5  LH-101-MUC-FRA-20261124T0845 LD 60  20 25 G21 DAIZA UA8900
      6  LH-102-FRA-MUC-20261124T1030 CD 55  -   - -   -     -
      7  LH-104-FRA-MUC-20261124T1330 NA 55  ~45 - A14 DAIZA -
      8  LX-8-ZRH-FRA-20261124T1210   DP 60  3   - -   HBJDD -
      9  LH-300-FRA-VIE-20261124T0900 NA 80  -   - B20 -     -
      10 LH-100-FRA-MUC-20261123T0700 LD 55  30 28 A10 DAIZB -
      11 OS-112-MUC-VIE-20261123T1800 LD 60  -  16 -   OELBX -
      12 LX-9-FRA-ZRH-20261201T0010   NA 55  -   - A1  -     -
      """;

  private SmallWorld() {}

  static void load() {
    Database.empty();
    try (PostgresSession session = Database.session()) {
      tell(session);
    }
  }

  /** The same into a database as it is. */
  static void tell(PostgresSession session) {
    PostgresFlightStore store = new PostgresFlightStore(session);
    for (String line : SAID.lines().toList()) {
      String[] said = line.split("\\s+");
      Payload payload = payload(Integer.parseInt(said[0]), said[1]);
      store.apply(payload, Samples.flights(List.of(report(payload, said))));
      if (said[0].equals("8")) {
        Payload again = Samples.seenAgain(payload, payload.seenAt().plusSeconds(10_800));
        store.apply(again, Samples.flights(List.of(report(again, said))));
      }
    }
    int n = 20;
    for (Reference item : references()) {
      Payload payload =
          Samples.payload(
              "/mds-references/" + item.kind() + "?limit=100",
              item.kind(),
              Samples.MOMENT.plusSeconds(60L * n++),
              item.toString());
      store.apply(payload, Samples.references(item));
    }
  }

  private static Payload payload(int n, String flight) {
    String[] id = flight.split("-");
    return Samples.payload(
        "/operations/flightstatus/" + id[0] + id[1] + "/2026-11-24",
        "flightstatus",
        Samples.MOMENT.plusSeconds(60L * n),
        "{\"n\":" + n + "}");
  }

  private static List<Reference> references() {
    return List.of(
        new Reference.Country("DE", names("DE", "Deutschland", "EN", "Germany")),
        new Reference.City(
            "MUC",
            Optional.of("DE"),
            names("DE", "München", "EN", "Munich"),
            Optional.of("+01:00"),
            Optional.of("Europe/Berlin"),
            List.of("MUC")),
        airport("FRA", names("DE", "Frankfurt", "EN", "Frankfurt", "FR", "Francfort")),
        airport("MUC", names("DE", "München", "EN", "Munich")),
        airport("ZRH", names("EN", "Zurich")),
        new Reference.Airline("UA", Optional.of("UAL"), names("EN", "United Airlines")),
        new Reference.Airline("LH", Optional.empty(), names("EN", "Lufthansa")),
        new Reference.Aircraft("74H", Optional.of("B748"), names("EN", "Boeing 747-8")));
  }

  private static Reference airport(String code, TreeMap<String, String> names) {
    return new Reference.Airport(
        code,
        Optional.of(code),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("Airport"),
        names,
        Optional.empty(),
        Optional.empty());
  }

  private static TreeMap<String, String> names(String... pairs) {
    TreeMap<String, String> names = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return names;
  }

  private static FlightReport report(Payload payload, String[] said) {
    FlightId id = FlightId.parse(said[1]).orElseThrow();
    Instant departure = id.scheduledDeparture().atZone(zone(id.origin())).toInstant();
    Instant arrival = departure.plusSeconds(60L * Integer.parseInt(said[3]));
    return new FlightReport(
        id,
        payload.version(),
        payload.key().id(),
        "flightstatus",
        Optional.of(
            new Operation(
                side(id.origin(), departure, said[4], known(said[6])),
                side(id.destination(), arrival, said[5], Optional.empty()),
                Optional.of(said[2]),
                Optional.of("32N"))),
        Optional.of(new Airframe(known(said[7]), Optional.of("Passenger"))),
        Optional.of(
            new Codeshares(
                known(said[8]).stream()
                    .flatMap(numbers -> Arrays.stream(numbers.split(",")))
                    .map(n -> FlightNumber.parse(n).orElseThrow())
                    .toList())),
        Optional.empty(),
        "{}");
  }

  private static Movement side(
      String airport, Instant scheduled, String late, Optional<String> gate) {
    Optional<String> expected = known(late).filter(l -> l.startsWith("~")).map(l -> l.substring(1));
    Optional<String> actual = known(late).filter(l -> !l.startsWith("~"));
    return new Movement(
        Optional.of(time(airport, scheduled, "0")),
        expected.map(minutes -> time(airport, scheduled, minutes)),
        actual.map(minutes -> time(airport, scheduled, minutes)),
        Optional.of("1"),
        gate,
        Optional.empty());
  }

  private static Optional<String> known(String text) {
    return Optional.of(text).filter(t -> !t.equals("-"));
  }

  private static FlightTime time(String airport, Instant scheduled, String late) {
    Instant utc = scheduled.plusSeconds(60L * Integer.parseInt(late));
    return new FlightTime(utc.atZone(zone(airport)).toLocalDateTime(), Optional.of(utc));
  }

  private static ZoneId zone(String airport) {
    return Airports.packaged().find(airport).orElseThrow().zone();
  }
}
