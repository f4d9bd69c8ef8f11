package io.offblock.sandbox.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Our answers have the shape of the captured ones: no key or type that the real API was never seen
 * to send, and every key that it always sent. A list and its single collapsed member count as the
 * same; relations of links are part of the shape.
 */
class ShapeTest {
  private final Playground sandbox = Playground.open();

  @BeforeEach
  void captured() {
    Captured.assume(Captured.folder().resolve("formats"));
  }

  private static void shape(Object value, String path, Set<String> into) {
    switch (value) {
      case JsonObject object -> {
        into.add(path + ":object");
        if (object.containsKey("@Rel")) {
          into.add(path + "[" + object.getString("@Rel") + "]");
        }
        object.forEach(field -> shape(field.getValue(), path + "." + field.getKey(), into));
      }
      case JsonArray array -> array.forEach(member -> shape(member, path, into));
      case String text -> into.add(path + ":string");
      case Number number -> into.add(path + ":number");
      case Boolean bool -> into.add(path + ":boolean");
      default -> into.add(path + ":null");
    }
  }

  private static Set<String> shape(JsonObject answer) {
    Set<String> shape = new TreeSet<>();
    shape(answer, "", shape);
    return shape;
  }

  private static Set<String> asText(Set<String> shape) {
    Set<String> text = new TreeSet<>();
    shape.forEach(
        path -> text.add(path.contains(".Flight.") ? path.replace(":number", ":string") : path));
    return text;
  }

  private static List<Set<String>> files(String... names) throws IOException {
    List<Set<String>> shapes = new ArrayList<>();
    for (String name : names) {
      shapes.add(
          shape(
              new JsonObject(
                  Files.readString(Captured.folder().resolve("formats").resolve(name)))));
    }
    return shapes;
  }

  private void compare(List<Set<String>> captured, List<JsonObject> ours, String... unseen) {
    Set<String> union = new HashSet<>(List.of(unseen));
    captured.forEach(union::addAll);
    Set<String> required = new TreeSet<>(captured.getFirst());
    captured.forEach(required::retainAll);
    Set<String> all = new TreeSet<>();
    for (var answer : ours) {
      var extra = shape(answer);
      all.addAll(extra);
      extra.removeAll(union);
      assertTrue(extra.isEmpty(), "never seen from the real API: " + extra);
    }
    required.removeAll(all);
    assertTrue(required.isEmpty(), "always sent by the real API, never by us: " + required);
  }

  /** All rows that one day shows at some airports, so that every state is among them. */
  private List<JsonObject> boards(String resource) {
    List<JsonObject> answers = new ArrayList<>();
    for (String airport : List.of("FRA", "ZRH", "BRU", "LHR", "TRN", "JFK")) {
      for (String side : List.of("departures", "arrivals")) {
        for (String time : List.of("23T08:00", "24T04:00", "24T10:00", "24T14:00", "25T10:00")) {
          var answer =
              sandbox.get(
                  "/operations/%s/%s/%s/2026-11-%s?limit=100"
                      .formatted(resource, side, airport, time));
          if (answer.status() == 200) {
            answers.add(new JsonObject(answer.body()));
          }
        }
      }
    }
    return answers;
  }

  @Test
  @DisplayName("flightstatus boards and elements")
  void flightstatus() throws IOException {
    var boards =
        files(
            "flightstatus_departures_ADB_2024-06-10.json",
            "flightstatus_departures_MUC_2024.json",
            "flightstatus_2018_FRA_arriving_flights.json",
            "flightstatus_2018_FRA_departure_flights.json");
    // In 2018 the conversion from XML made numbers of what looked like one; since 2022 all is text.
    boards.replaceAll(ShapeTest::asText);
    for (String state : List.of("CD", "DP", "DV", "LD", "NA")) {
      var element =
          new JsonObject(
              Files.readString(
                  Captured.folder().resolve("formats/flight_example_FS_" + state + ".json")));
      Set<String> shape = new TreeSet<>(boards.getFirst());
      shape(element, ".FlightStatusResource.Flights.Flight", shape);
      boards.add(shape);
    }
    compare(boards, boards("flightstatus"));
    var singles =
        files(
            "flightstatus_2018_lh17_2018-07-03.json",
            "flightstatus_2018_ew2045_2018-07-06.json",
            "flightstatus_2018_ew7464_2018-07-06.json");
    singles.replaceAll(ShapeTest::asText);
    List<JsonObject> ours = new ArrayList<>();
    for (int number = 2; number < 60; number += 2) {
      var answer = sandbox.get("/operations/flightstatus/LH" + number + "/2026-11-23");
      if (answer.status() == 200) {
        ours.add(new JsonObject(answer.body()));
      }
    }
    // The captured singles were all asked for before landing; boards show what comes later.
    Set<String> unseen = new HashSet<>();
    boards.forEach(unseen::addAll);
    compare(singles, ours, unseen.toArray(String[]::new));
  }

  @Test
  @DisplayName("customerflightinformation boards, against a fortnight of captured ones")
  void customer() throws IOException {
    var file = Captured.folder().resolve("recording-2024-07-06--19.zip");
    Captured.assume(file);
    List<Set<String>> captured = new ArrayList<>();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".json")) {
          captured.add(
              shape(
                  new JsonObject(
                      new String(
                          zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))));
        }
      }
    }
    // No captured window had more than fifty flights: the links between pages are those of
    // flightstatus.
    String link = ".FlightInformation.Meta.Link";
    compare(captured, boards("customerflightinformation"), link + "[next]", link + "[last]");
  }

  @Test
  @DisplayName("reference data, lists and single")
  void references() throws IOException {
    compare(
        files("mds_airports_default_page.json"), List.of(sandbox.json("/mds-references/airports")));
    compare(
        files("mds_airport_FRA_lang_FR.json"),
        List.of(sandbox.json("/mds-references/airports/FRA?lang=FR")));
    compare(files("mds_cities_default_page.json"), List.of(sandbox.json("/mds-references/cities")));
    compare(
        files("mds_countries_FR_p1.json"),
        List.of(sandbox.json("/mds-references/countries/?lang=FR&limit=100&offset=1")));
    compare(
        files("mds_airlines_default_page.json", "mds_airlines_p1.json"),
        List.of(
            sandbox.json("/mds-references/airlines"),
            sandbox.json("/mds-references/airlines/?limit=100&offset=1")));
    compare(
        files("mds_aircraft_default_page.json", "mds_aircraft_p1.json"),
        List.of(
            sandbox.json("/mds-references/aircraft"),
            sandbox.json("/mds-references/aircraft/?limit=20&offset=1")));
  }

  @Test
  @DisplayName("schedules and errors")
  void schedulesAndErrors() throws IOException {
    compare(
        files("schedules_FRA_JFK_2025-02-14.json"),
        List.of(
            sandbox.json("/operations/schedules/FRA/JFK/2026-11-25"),
            sandbox.json("/operations/schedules/HAM/JFK/2026-11-25?limit=100"),
            sandbox.json("/operations/schedules/VIE/JFK/2026-11-25?limit=100")));
    compare(
        files(
            "error_404_2021_airports.json",
            "error_500_3021_airports.json",
            "error_500_cities.json"),
        List.of(new JsonObject(sandbox.get("/mds-references/airports/XXX").body())));
    compare(
        files("error_504_gateway.json"),
        List.of(new JsonObject(sandbox.get("/nothing/of/that").body())));
  }
}
