package io.offblock.mongodb;

import com.mongodb.client.MongoDatabase;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightId;
import io.offblock.forecast.DelayForecast;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A day at Frankfurt and the evening before, few enough flights to answer every question by hand:
 * what Lufthansa said of them, in Lufthansa's own form, read by its parser and loaded as payloads
 * are.
 */
final class SaidFlights {
  /**
   * A statement a line, given so many minutes after 08:00 UTC on 24 November 2026: resource
   * (flightstatus or customerflightinformation), flight, minutes in the air, status, delay of the
   * departure actual or (~) expected, of the arrival alike, gate, registration, codeshare. A dash
   * is what nobody said. A star after the minute: given again an hour later, unchanged.
   */
  private static final String SAID =
      """
      -60  s LH-400-FRA-JFK-20261124T1055 530 NA -   -   Z50 DABYA -
      -50* c LH-400-FRA-JFK-20261124T1055 530 NA -   -   Z50 -     UA8842
      40   s LH-400-FRA-JFK-20261124T1055 530 NA ~25 ~10 Z58 DABYA -
      150  s LH-400-FRA-JFK-20261124T1055 530 DP 18  ~5  Z58 DABYA -
      -90* s LH-100-FRA-MUC-20261124T0700 55  LD 5   3   A10 DAIZA -
      30   s LH-101-MUC-FRA-20261124T0845 60  LD 20  25  G21 DAIZA -
      70   s LH-102-FRA-MUC-20261124T1030 55  NA -   -   A14 DAIZA -
      80   s LH-102-FRA-MUC-20261124T1030 55  CD -   -   -   -     -
      90   s LH-104-FRA-MUC-20261124T1330 55  NA ~45 ~40 A14 DAIZB -
      95   s LX-1071-FRA-ZRH-20261124T0950 55 LD 0   -5  A20 HBJCA -
      96   c LX-1071-FRA-ZRH-20261124T0950 55 LD 0   -5  A20 -     LH5746
      100  s OS-122-FRA-VIE-20261124T0900 80  LD 95  88  B44 OELBX -
      110  s LH-1134-FRA-BCN-20261124T0915 115 LD 33 21  B2  DAINA -
      120  s LH-1134-FRA-BCN-20261124T0915 115 LD 33 21  B6  DAINA -
      -700 s LH-98-FRA-MUC-20261123T2015  55  LD 62  58  A10 DAIZB -
      -690 s LX-1077-FRA-ZRH-20261123T2030 55 LD 8   2   A22 HBJCA -
      """;

  private SaidFlights() {}

  static void load(MongoDatabase database) {
    MongodbFlightStore store = new MongodbFlightStore(MongodbConnection.to(database));
    LufthansaParser parser = new LufthansaParser(Airports.packaged());
    for (String line : SAID.lines().toList()) {
      String[] said = line.strip().split("\\s+");
      Payload payload = payload(said);
      store.apply(payload, parser.parse(payload));
      if (said[0].endsWith("*")) {
        Payload again = Samples.seenAgain(payload, payload.seenAt().plus(Duration.ofHours(1)));
        store.apply(again, parser.parse(again));
      }
    }
    int n = 0;
    for (Reference airline :
        List.of(
            airline("LH", "Lufthansa", "Lufthansa"),
            airline("LX", "Swiss", "Schweiz"),
            airline("OS", "Austrian", "Österreich"))) {
      Payload payload =
          Samples.payload(
              "/mds-references/airlines/" + airline.code(),
              "airlines",
              Samples.MOMENT.plusSeconds(n++),
              airline.toString());
      store.apply(payload, Samples.references(airline));
    }
    new ToldForecasts(database)
        .write(
            List.of(
                forecast("2h", "2026-11-24T07:55:00Z", 0.31, 9),
                forecast("6h", "2026-11-24T03:55:00Z", 0.22, 4)));
  }

  private static DelayForecast forecast(
      String horizon, String madeAt, double probability, double median) {
    return new DelayForecast(
        FlightId.parse("LH-400-FRA-JFK-20261124T1055").orElseThrow(),
        horizon,
        Instant.parse(madeAt),
        3,
        "simulated",
        probability,
        median - 12,
        median,
        median + 30,
        List.of(),
        "offblock/forecast/" + horizon);
  }

  private static Reference airline(String code, String english, String german) {
    return new Reference.Airline(
        code, Optional.empty(), new TreeMap<>(Map.of("EN", english, "DE", german)));
  }

  private static Payload payload(String[] said) {
    boolean status = said[1].equals("s");
    String resource = status ? "flightstatus" : "customerflightinformation";
    String[] id = said[2].split("-");
    LocalDateTime off =
        LocalDateTime.parse(id[4], java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm"));
    Instant departure = off.atZone(zone(id[2])).toInstant();
    Instant arrival = departure.plus(Long.parseLong(said[3]), ChronoUnit.MINUTES);
    String record =
        """
        {"Departure":{"AirportCode":"%s"%s%s},"Arrival":{"AirportCode":"%s"%s},%s
         "OperatingCarrier":{"AirlineID":"%s","FlightNumber":"%s"},
         "Equipment":{"AircraftCode":"32N"%s},"%s":{"Code":"%s"}}"""
            .formatted(
                id[2],
                times(status, zone(id[2]), departure, said[5]),
                said[7].equals("-")
                    ? ""
                    : ",\"Terminal\":{\"Name\":\"1\",\"Gate\":\"" + said[7] + "\"}",
                id[3],
                times(status, zone(id[3]), arrival, said[6]),
                said[9].equals("-")
                    ? ""
                    : "\"MarketingCarrierList\":{\"MarketingCarrier\":{\"AirlineID\":\"%s\",\"FlightNumber\":\"%s\"}},"
                        .formatted(said[9].substring(0, 2), said[9].substring(2)),
                id[0],
                id[1],
                said[8].equals("-") ? "" : ",\"AircraftRegistration\":\"" + said[8] + "\"",
                status ? "FlightStatus" : "Status",
                said[4]);
    return Samples.payload(
        "/operations/" + resource + "/" + id[0] + id[1] + "/" + off.toLocalDate(),
        resource,
        Samples.MOMENT.plusSeconds(60L * Integer.parseInt(said[0].replace("*", ""))),
        (status ? "{\"FlightStatusResource\":" : "{\"FlightInformation\":")
            + "{\"Flights\":{\"Flight\":"
            + record
            + "}}}");
  }

  private static String times(boolean status, ZoneId zone, Instant due, String delay) {
    StringBuilder text = new StringBuilder(time(status, "Scheduled", zone, due));
    if (!delay.equals("-")) {
      boolean expected = delay.startsWith("~");
      Instant real = due.plusSeconds(60L * Integer.parseInt(delay.replace("~", "")));
      text.append(time(status, expected ? "Estimated" : "Actual", zone, real));
    }
    return text.toString();
  }

  private static String time(boolean status, String kind, ZoneId zone, Instant at) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    return status
        ? ",\"%sTimeLocal\":{\"DateTime\":\"%s\"},\"%sTimeUTC\":{\"DateTime\":\"%sZ\"}"
            .formatted(kind, local, kind, LocalDateTime.ofInstant(at, ZoneOffset.UTC))
        : ",\"%s\":{\"Date\":\"%s\",\"Time\":\"%s\"}"
            .formatted(kind, local.toLocalDate(), local.toLocalTime());
  }

  private static ZoneId zone(String airport) {
    return Airports.packaged().find(airport).orElseThrow().zone();
  }
}
