package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.CapturedData;
import io.offblock.Samples;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PoisonPayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real answers of every resource. What they are is told in numbers only, none of them is copied
 * here.
 */
class CapturedAnswersTest {
  private final LufthansaParser parser = new LufthansaParser(Airports.packaged());

  private ParsedPayload parse(String hint, byte[] bytes) {
    String sha256 = Samples.sha256(bytes);
    return parser.parse(
        new Payload(
            PayloadKey.of("lufthansa", "/captured", Samples.MOMENT, sha256),
            Samples.MOMENT,
            sha256,
            "/captured",
            hint,
            bytes));
  }

  private ParsedPayload format(String hint, String file) {
    return parse(hint, CapturedData.bytes("lufthansa/formats/" + file));
  }

  @ParameterizedTest
  @CsvSource({
    "flightstatus, flightstatus_2018_FRA_arriving_flights.json, 50, 0",
    "flightstatus, flightstatus_2018_FRA_departure_flights.json, 50, 0",
    "flightstatus, flightstatus_2018_ew2045_2018-07-06.json, 1, 0",
    "flightstatus, flightstatus_2018_ew7464_2018-07-06.json, 1, 0",
    "flightstatus, flightstatus_2018_lh17_2018-07-03.json, 1, 0",
    "flightstatus, flightstatus_departures_ADB_2024-06-10.json, -1, 0",
    "flightstatus, flightstatus_departures_MUC_2024.json, -1, 0",
    "customerflightinformation, cfi_arrivals_SSH_single_object.json, 1, 0",
    "customerflightinformation, cfi_departures_BER_2024-09-13T06.json, -1, 0",
    "customerflightinformation, cfi_departures_MUC_2024-09-13T02.json, -1, 0",
    "customerflightinformation, cfi_route_FRA_JFK_2024-10-04.json, -1, 0",
    "schedules, schedules_FRA_JFK_2025-02-14.json, 22, 5"
  })
  void operations(String hint, String file, int reports, int rejected) {
    ParsedPayload parsed = format(hint, file);
    if (reports >= 0) {
      assertEquals(reports, parsed.reports().size());
    }
    assertTrue(!parsed.reports().isEmpty());
    assertEquals(rejected, parsed.rejected().size(), parsed.rejected().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "FlightStatusResource, flightstatus, flight_example_FS_CD.json, CD",
    "FlightStatusResource, flightstatus, flight_example_FS_DP.json, DP",
    "FlightStatusResource, flightstatus, flight_example_FS_DV.json, DV",
    "FlightStatusResource, flightstatus, flight_example_FS_LD.json, LD",
    "FlightStatusResource, flightstatus, flight_example_FS_NA.json, NA",
    "FlightInformation, customerflightinformation, flight_example_CFI_CD.json, CD",
    "FlightInformation, customerflightinformation, flight_example_CFI_DL.json, DL",
    "FlightInformation, customerflightinformation, flight_example_CFI_DV.json, DV",
    "FlightInformation, customerflightinformation, flight_example_CFI_FE.json, FE",
    "FlightInformation, customerflightinformation, flight_example_CFI_LD.json, LD",
    "FlightInformation, customerflightinformation, flight_example_CFI_OT.json, OT"
  })
  void eachStatus(String resource, String hint, String file, String status) throws IOException {
    JsonNode record = new ObjectMapper().readTree(CapturedData.bytes("lufthansa/formats/" + file));
    String page = "{\"%s\":{\"Flights\":{\"Flight\":%s}}}".formatted(resource, record);
    FlightReport report = parse(hint, page.getBytes()).reports().getFirst();
    assertEquals(Optional.of(status), report.operation().orElseThrow().status());
    if (status.equals("CD")) {
      assertEquals(Optional.empty(), report.operation().orElseThrow().departure().delay());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aircraft, mds_aircraft_default_page.json",
    "aircraft, mds_aircraft_p1.json",
    "airlines, mds_airlines_default_page.json",
    "airlines, mds_airlines_p1.json",
    "airports, mds_airport_FRA_lang_FR.json",
    "airports, mds_airports_default_page.json",
    "cities, mds_cities_default_page.json",
    "countries, mds_countries_FR_p1.json"
  })
  void references(String hint, String file) {
    ParsedPayload parsed = format(hint, file);
    assertTrue(!parsed.references().isEmpty());
    assertEquals(List.of(), parsed.rejected());
  }

  @ParameterizedTest
  @CsvSource({
    "error_404_2021_airports.json", "error_500_3021_airports.json",
    "error_500_cities.json", "error_504_gateway.json"
  })
  void errorBodies(String file) {
    byte[] body = CapturedData.bytes("lufthansa/formats/" + file);
    assertEquals(
        "provider-error",
        assertThrows(PoisonPayload.class, () -> parse("airports", body)).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "aircraft, mds_aircraft, AircraftResource, AircraftSummaries, AircraftSummary",
    "airlines, mds_airlines, AirlineResource, Airlines, Airline",
    "airports, mds_airports_EN, AirportResource, Airports, Airport",
    "airports, mds_airports_FR, AirportResource, Airports, Airport",
    "cities, mds_cities_EN, CityResource, Cities, City",
    "cities, mds_cities_FR, CityResource, Cities, City",
    "countries, mds_countries_EN, CountryResource, Countries, Country",
    "countries, mds_countries_FR, CountryResource, Countries, Country"
  })
  void wholeCrawls(String hint, String file, String resource, String container, String item)
      throws IOException {
    JsonNode all;
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(CapturedData.bytes("lufthansa/" + file + ".json.gz")))) {
      all = new ObjectMapper().readTree(in);
    }
    int read = 0;
    Map<String, Integer> rejected = new TreeMap<>();
    for (int from = 0; from < all.size(); from += 1000) {
      StringBuilder page = new StringBuilder();
      for (int i = from; i < Math.min(from + 1000, all.size()); i++) {
        page.append(page.isEmpty() ? "" : ",").append(all.get(i));
      }
      ParsedPayload parsed =
          parse(
              hint,
              "{\"%s\":{\"%s\":{\"%s\":[%s]}}}"
                  .formatted(resource, container, item, page)
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      read += parsed.references().size();
      parsed.rejected().forEach(r -> rejected.merge(r.reason(), 1, Integer::sum));
    }
    System.out.printf("%s: %d items of %d, rejected %s%n", file, read, all.size(), rejected);
    assertEquals(Map.of(), rejected);
    assertEquals(all.size(), read);
  }

  /**
   * Our zones must say what Lufthansa's own UTC says; a difference is a wrong zone in the table.
   */
  @Test
  void thePackagedZonesAgreeWithLufthansasUtc() {
    int compared = 0;
    Map<String, Integer> differing = new TreeMap<>();
    for (String file :
        List.of(
            "flightstatus_2018_FRA_arriving_flights.json",
            "flightstatus_2018_FRA_departure_flights.json",
            "flightstatus_departures_ADB_2024-06-10.json",
            "flightstatus_departures_MUC_2024.json")) {
      for (FlightReport report : format("flightstatus", file).reports()) {
        Movement departure = report.operation().orElseThrow().departure();
        Movement arrival = report.operation().orElseThrow().arrival();
        compared += compare(report.id().origin(), departure, differing);
        compared += compare(report.id().destination(), arrival, differing);
      }
    }
    System.out.println("zones: " + compared + " times compared, differing " + differing);
    assertTrue(compared > 200);
    assertEquals(Map.of(), differing);
  }

  private static int compare(String code, Movement side, Map<String, Integer> differing) {
    Optional<Airport> airport = Airports.packaged().find(code);
    int compared = 0;
    for (Optional<FlightTime> time : List.of(side.scheduled(), side.estimated(), side.actual())) {
      if (airport.isPresent() && time.isPresent()) {
        Instant ours = airport.get().utc(time.get().local());
        compared++;
        if (!Optional.of(ours).equals(time.get().utc())) {
          differing.merge(code, 1, Integer::sum);
        }
      }
    }
    return compared;
  }
}
