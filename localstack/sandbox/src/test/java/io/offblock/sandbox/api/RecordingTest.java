package io.offblock.sandbox.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir Path folder;

  private Path zip(Map<String, String> entries) throws IOException {
    var file = folder.resolve("recording.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  @DisplayName(
      "a recorded day of the same weekday plays as today, dates moved and local times kept")
  void shifted() throws IOException {
    // 2024-07-09 and 2026-11-24 are Tuesdays.
    String body = "{\"a\":{\"Date\":\"2024-07-09\",\"Time\":\"10:55\"},\"b\":\"2024-07-10T01:05\"}";
    var file =
        zip(
            Map.of(
                "operations/customerflightinformation/departures/FRA/2024-07-08T1000__limit=100.json",
                "{}",
                "operations/customerflightinformation/departures/FRA/2024-07-09T1000__limit=100.json",
                body));
    var sandbox = Playground.playing(Recording.open(file, LocalDate.parse("2026-11-24")));
    var board = "/operations/customerflightinformation/departures/FRA/2026-11-24T";
    var json = sandbox.json(board + "10:00?limit=100");
    assertEquals("{\"Date\":\"2026-11-24\",\"Time\":\"10:55\"}", json.getJsonObject("a").encode());
    assertEquals("2026-11-25T01:05", json.getString("b"));
    assertEquals(json, sandbox.json(board + "10:00"), "the query need not be the recorded one");
    assertEquals(404, sandbox.get(board + "18:00").status());
    assertEquals(404, sandbox.get("/operations/flightstatus/LH400/2026-11-24").status());
    assertEquals(
        200,
        sandbox.get("/mds-references/airports/FRA").status(),
        "reference data are the world's");
  }

  @Test
  @DisplayName("a window between captured ones is put together as of now, in either resource")
  void composed() throws IOException {
    String body =
        """
        {"FlightInformation":{"Flights":{"Flight":{
          "Departure":{"AirportCode":"FRA","Scheduled":{"Date":"2024-07-09","Time":"12:00"},
            "Actual":{"Date":"2024-07-09","Time":"12:20"},"Status":{"Code":"DP","Description":"Flight Departed"}},
          "Arrival":{"AirportCode":"LHR","Scheduled":{"Date":"2024-07-09","Time":"12:40"},
            "Actual":{"Date":"2024-07-09","Time":"12:50"},"Status":{"Code":"LD","Description":"Flight Landed"}},
          "OperatingCarrier":{"AirlineID":"LH","FlightNumber":"17"},"Equipment":{"AircraftCode":"32N"},
          "Status":{"Code":"LD","Description":"Flight Landed"}}}}}""";
    var file =
        zip(
            Map.of(
                "operations/customerflightinformation/departures/FRA/2024-07-08T1000__limit=100.json",
                "{}",
                "operations/customerflightinformation/departures/FRA/2024-07-09T1000__limit=100.json",
                body));
    var sandbox = Playground.playing(Recording.open(file, LocalDate.parse("2026-11-24")));
    String board = "/departures/FRA/2026-11-24T08:17?limit=50&offset=0";
    record Seen(String at, String status, String customer) {}
    for (var seen :
        new Seen[] {
          new Seen("2026-11-24T11:19:00Z", "NA", "OT"),
          new Seen("2026-11-24T11:20:00Z", "DP", "DL"),
          new Seen("2026-11-24T12:50:00Z", "LD", "LD")
        }) {
      sandbox.now.set(Instant.parse(seen.at()));
      var row = Playground.flights(sandbox.json("/operations/flightstatus" + board)).getFirst();
      assertEquals(seen.status(), row.getJsonObject("FlightStatus").getString("Code"), seen.at());
      assertEquals("017", row.getJsonObject("OperatingCarrier").getString("FlightNumber"));
      assertEquals(
          "2026-11-24T11:00Z",
          row.getJsonObject("Departure").getJsonObject("ScheduledTimeUTC").getString("DateTime"));
      assertEquals(
          seen.status().equals("LD"), row.getJsonObject("Arrival").containsKey("ActualTimeLocal"));
      var customer =
          Playground.flights(sandbox.json("/operations/customerflightinformation" + board))
              .getFirst();
      assertEquals(seen.customer(), customer.getJsonObject("Status").getString("Code"), seen.at());
    }
    assertEquals(
        404, sandbox.get("/operations/flightstatus/departures/FRA/2026-11-24T03:00").status());
  }

  @Test
  @DisplayName("a zip of something else is refused with a word about what it should be")
  void wrongZip() throws IOException {
    var file = zip(Map.of("readme.json", "{}"));
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Recording.open(file, LocalDate.now()));
    assertTrue(refused.getMessage().contains("right zip"), refused.getMessage());
  }

  @Test
  @DisplayName("the captured fortnight plays")
  void captured() {
    var file = Captured.folder().resolve("recording-2024-07-06--19.zip");
    Captured.assume(file);
    var sandbox = Playground.playing(Recording.open(file, LocalDate.parse("2026-11-24")));
    var json =
        sandbox.json(
            "/operations/customerflightinformation/departures/LHR/2026-11-24T06:00?limit=100");
    for (JsonObject row : Playground.flights(json)) {
      String date = row.getJsonObject("Departure").getJsonObject("Scheduled").getString("Date");
      assertTrue(date.startsWith("2026-11-2"), date);
    }
    assertTrue(Playground.links(json).get("self").contains("2026-11-24T06:00"));
  }
}
