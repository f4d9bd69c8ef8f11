package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.sandbox.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that a person asks for, beside the plan. */
class AskedRequestsTest {
  private static final String FRA =
      "/operations/flightstatus/departures/FRA/2026-11-24T08:00?limit=20";
  private static final String MUC =
      "/operations/flightstatus/departures/MUC/2026-11-24T08:00?limit=20";
  private static final String NOWHERE = "/operations/flightstatus/departures/ZZZ/2026-11-24T08:00";

  private final SimulatedHarvest harvest =
      new SimulatedHarvest(World.of(1), Instant.parse("2026-11-24T08:40:03Z"));

  @Test
  void severalAreAnsweredInTheirOrderAndEachIsKept() throws InterruptedException {
    List<FetchResult> results = harvest.fetch(List.of(FRA, NOWHERE, MUC, FRA));
    assertEquals(4, results.size());
    assertTrue(results.get(0).key().contains("/FRA/"), results::toString);
    assertNull(results.get(1).key());
    assertTrue(results.get(1).problem().startsWith("404"), results::toString);
    assertTrue(results.get(2).key().contains("/MUC/"), results::toString);
    assertNotNull(results.get(3).key());
    assertTrue(results.get(3).unchanged(), "the same board again, a moment later");
    assertEquals(2, harvest.kept().keySet().stream().filter(key -> key.startsWith("raw/")).count());
  }

  @Test
  void theyStayBelowWhatASecondAllows() throws InterruptedException {
    Instant began = harvest.now();
    harvest.fetch(List.of(FRA, MUC, FRA, MUC, FRA));
    assertTrue(
        !harvest.now().isBefore(began.plusMillis(1000)),
        "five calls at four a second take a second");
    assertEquals(Map.of(), refused(harvest.world().statuses()));
  }

  private static Map<String, Integer> refused(Map<String, Integer> statuses) {
    return statuses.entrySet().stream()
        .filter(s -> s.getKey().startsWith("403"))
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
