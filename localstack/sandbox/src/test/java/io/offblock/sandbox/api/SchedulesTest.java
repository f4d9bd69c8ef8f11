package io.offblock.sandbox.api;

import static io.offblock.sandbox.api.Playground.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private final Playground sandbox = Playground.open();

  private List<JsonObject> journeys(String resource) {
    return members(
        sandbox
            .json("/operations/schedules/" + resource)
            .getJsonObject("ScheduleResource")
            .getValue("Schedule"));
  }

  @Test
  @DisplayName("a direct flight is an object, a connection an array whose parts meet")
  void journeys() {
    var all = journeys("FRA/JFK/2026-11-25?limit=100");
    long direct =
        all.stream().filter(journey -> journey.getValue("Flight") instanceof JsonObject).count();
    assertTrue(direct >= 1 && direct < all.size(), direct + " of " + all.size());
    for (var journey : all) {
      var legs = members(journey.getValue("Flight"));
      assertEquals("FRA", legs.getFirst().getJsonObject("Departure").getString("AirportCode"));
      assertEquals("JFK", legs.getLast().getJsonObject("Arrival").getString("AirportCode"));
      for (int i = 1; i < legs.size(); i++) {
        var on = legs.get(i - 1).getJsonObject("Arrival");
        var off = legs.get(i).getJsonObject("Departure");
        assertEquals(on.getString("AirportCode"), off.getString("AirportCode"));
        assertTrue(
            on.getJsonObject("ScheduledTimeLocal")
                    .getString("DateTime")
                    .compareTo(off.getJsonObject("ScheduledTimeLocal").getString("DateTime"))
                < 0);
      }
    }
    assertTrue(
        journeys("FRA/JFK/2026-11-25?directFlights=1").stream()
            .noneMatch(journey -> journey.getValue("Flight") instanceof JsonArray));
  }

  @Test
  @DisplayName(
      "no flight, no answer; a year ahead works; no TotalCount, and always a next page in the links")
  void edges() {
    assertEquals(404, sandbox.get("/operations/schedules/FRA/AAA/2026-11-25").status());
    assertEquals(404, sandbox.get("/operations/schedules/FRA/JFK/2026-11-20").status());
    assertFalse(journeys("HAM/FRA/2027-10-01?directFlights=1&limit=100").isEmpty());
    var answer = sandbox.json("/operations/schedules/FRA/JFK/2026-11-25");
    assertFalse(Playground.meta(answer).containsKey("TotalCount"));
    assertTrue(Playground.links(answer).containsKey("next"));
    assertEquals(404, sandbox.get("/operations/schedules/FRA/JFK/2026-11-25?offset=400").status());
  }

  @Test
  @DisplayName("durations as ISO 8601 writes them")
  void durations() {
    assertEquals("PT9H", Schedules.duration(540));
    assertEquals("PT13H35M", Schedules.duration(815));
    assertEquals("P1DT19H45M", Schedules.duration(1440 + 19 * 60 + 45));
    assertEquals("PT55M", Schedules.duration(55));
  }
}
