package io.offblock.sandbox.api;

import static io.offblock.sandbox.api.Playground.flights;
import static io.offblock.sandbox.api.Playground.links;
import static io.offblock.sandbox.api.Playground.meta;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.sandbox.world.Minutes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private final Playground sandbox = Playground.open();

  private List<JsonObject> whole(String board) {
    List<JsonObject> rows = new ArrayList<>();
    for (int offset = 0; ; offset += 50) {
      var answer = sandbox.get(board + "?limit=50&offset=" + offset);
      if (answer.status() == 404) {
        return rows;
      }
      var json = new JsonObject(answer.body());
      rows.addAll(flights(json));
      if (!links(json).containsKey("next")) {
        return rows;
      }
    }
  }

  private static String identity(JsonObject row) {
    return row.getJsonObject("OperatingCarrier").encode()
        + row.getJsonObject("Departure").getString("AirportCode")
        + row.getJsonObject("Arrival").getString("AirportCode")
        + row.getJsonObject("Departure").getJsonObject("ScheduledTimeLocal").encode();
  }

  @Test
  @DisplayName(
      "a window holds exactly the flights whose scheduled or best local time is within 240 minutes, both ends in")
  void windows() {
    var random = new Random(4);
    var airports = List.of("FRA", "MUC", "JFK", "LHR", "SIN", "TRN", "AYT", "DEL", "GRU");
    int noon = Minutes.of(Playground.NOON);
    // Once for all trials: a span this long is more days than the world keeps.
    var flights = Playground.WORLD.departing(noon - 6 * 1440, noon + 5 * 1440);
    for (int trial = 0; trial < 60; trial++) {
      sandbox.now.set(Playground.NOON.plus(Duration.ofMinutes(random.nextInt(3000) - 1500)));
      int now = Minutes.of(sandbox.clock.instant());
      var airport = Playground.WORLD.airports().get(airports.get(random.nextInt(airports.size())));
      boolean departures = random.nextBoolean();
      int from = airport.local(now) + random.nextInt(2400) - 1200;
      from = trial % 3 == 0 ? from / 5 * 5 : from;
      var expected = new TreeSet<String>();
      for (var flight : flights) {
        if (!(departures ? flight.origin() : flight.destination()).equals(airport)
            || !flight.visibleAt(now)
            || flight.leg().cargo()) {
          continue;
        }
        var view = flight.at(now);
        int scheduled = airport.local(departures ? flight.scheduledOff() : flight.scheduledOn());
        int best = airport.local(departures ? view.bestOff() : view.bestOn());
        if ((scheduled >= from && scheduled <= from + 240)
            || (best >= from && best <= from + 240)) {
          expected.add(identity(StatusRow.FLIGHTSTATUS.of(view)));
        }
      }
      var rows =
          whole(
              "/operations/flightstatus/%s/%s/%s"
                  .formatted(
                      departures ? "departures" : "arrivals", airport.iata(), Minutes.text(from)));
      var got = new TreeSet<String>();
      rows.forEach(
          row -> assertTrue(got.add(identity(row)), "twice on one board: " + identity(row)));
      assertEquals(expected, got, airport.iata() + " from " + Minutes.text(from));
      String side = departures ? "Departure" : "Arrival";
      var times =
          rows.stream()
              .map(
                  row ->
                      row.getJsonObject(side)
                          .getJsonObject("ScheduledTimeLocal")
                          .getString("DateTime"))
              .toList();
      assertEquals(times.stream().sorted().toList(), times, "sorted by scheduled local time");
    }
  }

  @Test
  @DisplayName("asked for 100 it gives 50, and the links say 50; asked for nothing it gives 20")
  void pages() {
    String board = "/operations/flightstatus/departures/FRA/2026-11-24T08:00";
    var hundred = sandbox.json(board + "?limit=100&offset=0");
    assertEquals(50, flights(hundred).size());
    int total = meta(hundred).getInteger("TotalCount");
    assertTrue(total > 100, "FRA has a busy morning: " + total);
    String base = "https://api.lufthansa.com/v1/operations/flightstatus/departures/FRA/2026-11-24T";
    assertEquals(base + "08:00?limit=100&offset=0", links(hundred).get("self"));
    assertEquals(base + "08:00?limit=50&offset=50", links(hundred).get("next"));
    assertEquals(base + "08:00?limit=50&offset=" + total / 50 * 50, links(hundred).get("last"));
    assertEquals(base + "04:00?limit=50&offset=0", links(hundred).get("previousRange"));
    assertEquals(base + "12:00?limit=50&offset=0", links(hundred).get("nextRange"));
    var plain = sandbox.json(board);
    assertEquals(20, flights(plain).size());
    assertEquals(base + "08:00?offset=20&limit=20", links(plain).get("next"));
    assertEquals(total, whole(board).size());
    assertEquals(404, sandbox.get(board + "?limit=50&offset=5000").status());
  }

  @Test
  @DisplayName(
      "no flights, unknown airports and days beyond yesterday to five ahead are 404, bad times 400")
  void refusals() {
    for (String board :
        List.of(
            "departures/AAA/2026-11-24T08:00",
            "departures/XXX/2026-11-24T08:00",
            "departures/FRA/2026-11-22T08:00",
            "departures/FRA/2026-11-30T08:00",
            "LH4000/2026-11-24/FRA/x/y")) {
      var answer = sandbox.get("/operations/flightstatus/" + board);
      assertEquals(404, answer.status(), board);
      assertEquals(
          "ResourceNotFound",
          new JsonObject(answer.body())
              .getJsonObject("ProcessingErrors")
              .getJsonObject("ProcessingError")
              .getString("Type"));
    }
    assertEquals(
        200, sandbox.get("/operations/flightstatus/departures/FRA/2026-11-23T08:00").status());
    assertEquals(
        200, sandbox.get("/operations/flightstatus/departures/FRA/2026-11-29T08:00").status());
    assertEquals(400, sandbox.get("/operations/flightstatus/departures/FRA/2026-11-24").status());
    assertEquals(
        400, sandbox.get("/operations/flightstatus/departures/FRA/2026-13-24T08:00").status());
  }

  @Test
  @DisplayName(
      "one flight is an object, under its number with or without padding, and under its codeshare")
  void oneFlight() {
    var flight =
        Playground.WORLD
            .departing(Minutes.of(Playground.NOON), Minutes.of(Playground.NOON) + 300)
            .stream()
            .filter(f -> f.leg().airline().iata().equals("LX") && f.leg().number() < 100)
            .filter(f -> !f.leg().codeshares().isEmpty() && f.until() == Integer.MAX_VALUE)
            .findFirst()
            .orElseThrow();
    String date = Minutes.text(flight.origin().local(flight.scheduledOff())).substring(0, 10);
    int number = flight.leg().number();
    var code = flight.leg().codeshares().getFirst();
    for (String name :
        List.of("LX" + number, "LX%03d".formatted(number), code.airline() + code.number())) {
      var json = sandbox.json("/operations/flightstatus/" + name + "/" + date);
      var rows = flights(json);
      var row = rows.getFirst();
      assertEquals(
          "%03d".formatted(number),
          row.getJsonObject("OperatingCarrier").getString("FlightNumber"));
      if (rows.size() == 1) {
        assertFalse(
            json.getJsonObject("FlightStatusResource").getJsonObject("Flights").getValue("Flight")
                instanceof JsonArray);
      }
      assertNull(meta(json).getValue("TotalCount"), "the real API counts no single flight");
    }
  }

  @Test
  @DisplayName("the two resources tell the same flights; freighters only when asked for")
  void resources() {
    String board = "/departures/FRA/2026-11-24T12:00?limit=50";
    var status = sandbox.json("/operations/flightstatus" + board);
    var customer = sandbox.json("/operations/customerflightinformation" + board);
    assertEquals(meta(status).getInteger("TotalCount"), meta(customer).getInteger("TotalCount"));
    for (int i = 0; i < 50; i++) {
      var a = flights(status).get(i);
      var b = flights(customer).get(i);
      assertEquals(a.getJsonObject("OperatingCarrier"), b.getJsonObject("OperatingCarrier"));
      String local =
          a.getJsonObject("Departure").getJsonObject("ScheduledTimeLocal").getString("DateTime");
      var scheduled = b.getJsonObject("Departure").getJsonObject("Scheduled");
      assertEquals(local, scheduled.getString("Date") + "T" + scheduled.getString("Time"));
      String utc =
          a.getJsonObject("Departure").getJsonObject("ScheduledTimeUTC").getString("DateTime");
      assertEquals(
          LocalDateTime.parse(local), LocalDateTime.parse(utc.replace("Z", "")).plusHours(1));
    }
    int cargo = 0;
    for (String hour : List.of("08", "12", "16", "20")) {
      var answer =
          sandbox.get(
              "/operations/flightstatus/departures/FRA/2026-11-24T"
                  + hour
                  + ":00?serviceType=cargo");
      if (answer.status() == 200) {
        for (var row : flights(new JsonObject(answer.body()))) {
          assertEquals("Cargo", row.getString("ServiceType"));
          cargo++;
        }
      }
    }
    assertTrue(cargo > 0, "freighters leave Frankfurt");
  }

  @Test
  @DisplayName("a route's day, and a diverted flight as two legs of one number")
  void routesAndDiversions() {
    var route = sandbox.json("/operations/customerflightinformation/route/FRA/LHR/2026-11-24");
    assertTrue(flights(route).size() >= 3, "several flights a day to London");
    assertTrue(meta(route).getInteger("TotalCount") >= 3);
    int now = Minutes.of(Playground.NOON);
    var leg =
        Playground.WORLD.departing(now - 1440, now).stream()
            .filter(f -> f.diverted() && f.on() < now && f.origin().equals(f.leg().origin()))
            .findFirst()
            .orElseThrow();
    String date = Minutes.text(leg.origin().local(leg.scheduledOff())).substring(0, 10);
    var rows =
        flights(
            sandbox.json(
                "/operations/flightstatus/%s%d/%s"
                    .formatted(leg.leg().airline().iata(), leg.leg().number(), date)));
    var diverted =
        rows.stream()
            .filter(row -> row.getJsonObject("FlightStatus").getString("Code").equals("DV"))
            .toList();
    assertTrue(!diverted.isEmpty(), rows.toString());
    assertEquals(
        leg.destination().iata(),
        diverted.getFirst().getJsonObject("Arrival").getString("AirportCode"));
    assertEquals(
        "NO",
        diverted.getFirst().getJsonObject("Arrival").getJsonObject("TimeStatus").getString("Code"));
  }
}
