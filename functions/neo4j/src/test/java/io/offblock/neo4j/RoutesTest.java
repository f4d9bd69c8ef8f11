package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.flight.Operation;
import io.offblock.payload.Payload;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Routes ROUTES =
      new Routes(Neo4jServer.connection(), Airports.packaged(), () -> NOW);

  @BeforeAll
  static void load() {
    Payload payload = Samples.payload(1);
    List<FlightReport> flights =
        Stream.of(
                "LH-400-FRA-JFK-20261124T1055",
                "LH-400-FRA-JFK-20261125T1055",
                "SQ-26-FRA-JFK-20261124T0835",
                "LH-400-FRA-JFK-20261202T1055",
                "LH-400-FRA-JFK-20261116T1055",
                "LH-100-FRA-MUC-20261117T0700",
                "LH-100-FRA-MUC-20261201T0700",
                "LH-9-FRA-ZZ9-20261124T0700",
                "LH-401-JFK-FRA-20261124T1800",
                "LH-400-FRA-JFK-20070105T1055",
                "LH-402-FRA-JFK-20081231T1055",
                "PA-73-FRA-JFK-20080301T1400",
                "PA-99-FRA-LHR-20090301T1400",
                "PA-72-JFK-FRA-20080301T2000")
            .map(id -> Samples.bare(FlightId.parse(id).orElseThrow(), payload))
            .toList();
    Neo4jFlightStore store = Neo4jServer.emptyStore();
    store.apply(payload, Samples.flights(flights));
    store.apply(
        payload, Samples.flights(List.of(cancelled("LH-900-FRA-LHR-20261124T0700", payload))));
    store.apply(payload, Samples.flights(flights.reversed()));
  }

  private static FlightReport cancelled(String id, Payload payload) {
    FlightReport bare = Samples.bare(FlightId.parse(id).orElseThrow(), payload);
    Operation operation = bare.operation().orElseThrow();
    return new FlightReport(
        bare.id(),
        bare.version(),
        bare.payload(),
        bare.resource(),
        Optional.of(
            new Operation(
                operation.departure(), operation.arrival(), Optional.of("CD"), Optional.empty())),
        bare.airframe(),
        bare.codeshares(),
        bare.plan(),
        bare.source());
  }

  @Test
  void routesCountTheFlightsOfTheDaysAroundTodayThatAreNotCancelled() throws Exception {
    JsonNode json = ask("fra", Map.of(), 200);
    assertEquals("FRA", json.at("/airport/iata").asText());
    assertEquals("EDDF", json.at("/airport/icao").asText());
    JsonNode routes = json.path("routes");
    assertEquals(3, routes.size(), routes.toString());
    assertEquals("JFK", routes.at("/0/to/iata").asText());
    assertEquals(3, routes.at("/0/flights").asInt());
    assertEquals("[\"LH\",\"SQ\"]", routes.at("/0/carriers").toString());
    assertEquals(6186, routes.at("/0/distanceKm").asInt(), 20);
    assertEquals("MUC", routes.at("/1/to/iata").asText());
    assertEquals(2, routes.at("/1/flights").asInt());
    assertEquals("{\"iata\":\"ZZ9\"}", routes.at("/2/to").toString());
    assertTrue(routes.at("/2/distanceKm").isMissingNode());
  }

  @Test
  void routesOfHistoryAreToldWithoutTheirFlights() throws Exception {
    JsonNode history = ask("FRA", Map.of(), 200).path("history");
    assertEquals(2, history.size(), history.toString());
    assertEquals("LHR", history.at("/0/to/iata").asText());
    assertEquals("JFK", history.at("/1/to/iata").asText());
    assertEquals("2007-01-05", history.at("/1/first").asText());
    assertEquals("2008-12-31", history.at("/1/last").asText());
    assertEquals("[\"LH\",\"PA\"]", history.at("/1/carriers").toString());
    List<String> flights =
        Neo4jServer.connection()
            .read(
                "looking for flights",
                t ->
                    t.run("MATCH (f:Flight {carrier: 'PA'}) RETURN f.id AS id")
                        .list(r -> r.get("id").asString()));
    assertEquals(List.of(), flights);
  }

  @Test
  void icaoCodesAndLimitsAreTaken() throws Exception {
    assertEquals(1, ask("EDDF", Map.of("limit", "1"), 200).path("routes").size());
    assertEquals(0, ask("SYD", Map.of(), 200).path("routes").size());
  }

  @Test
  void problemsSayWhatToDo() throws Exception {
    assertTrue(ask("QQQ", Map.of(), 404).path("fix").asText().contains("/v1/search"));
    ask("not an airport", Map.of(), 400);
    ask("FRA", Map.of("limit", "501"), 400);
    ask("FRA", Map.of("limit", "-1"), 400);
  }

  @Test
  void aStoreThatIsAwayIsA503() {
    try (Neo4jConnection nowhere = Neo4jConnection.to(URI.create("bolt://127.0.0.1:9"), "", "")) {
      ApiAnswer answer =
          answer(new Routes(nowhere, Airports.packaged(), () -> NOW), "FRA", Map.of());
      assertEquals(503, answer.status());
      assertTrue(answer.headers().containsKey("Retry-After"));
    }
  }

  private static JsonNode ask(String airport, Map<String, String> query, int status)
      throws Exception {
    ApiAnswer answer = answer(ROUTES, airport, query);
    assertEquals(status, answer.status(), () -> new String(answer.body()));
    return new ObjectMapper().readTree(answer.body());
  }

  private static ApiAnswer answer(Routes routes, String airport, Map<String, String> query) {
    String resource = "/v1/airports/{airport}/routes";
    return Router.of()
        .get(resource, routes::answer)
        .answer(
            new ApiRequest("GET", resource, Map.of("airport", airport), query, Map.of(), "test"));
  }
}
