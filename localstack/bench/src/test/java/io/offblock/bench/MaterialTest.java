package io.offblock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.history.History;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the benches load is what they say they load. */
class MaterialTest {
  @Test
  void theWindowIsAWeekOfTheWorldAndNoHistory() {
    List<FlightReport> reports =
        WorldWeek.told().stream().flatMap(t -> t.parsed().reports().stream()).toList();
    assertTrue(reports.size() > 50_000, reports.size() + " flights");
    assertEquals(reports.size(), reports.stream().map(FlightReport::id).distinct().count());
    assertTrue(reports.stream().noneMatch(History::isPast));
  }

  @Test
  void thePastIsAsManyFlightsAsAskedForAndAllHistory() throws Exception {
    Set<FlightId> ids = new HashSet<>();
    long told =
        new PastFlights(List.of())
            .tell(
                25_000,
                day ->
                    day.forEach(
                        t -> {
                          assertTrue(t.parsed().reports().stream().allMatch(History::isPast));
                          assertEquals(List.of(), t.parsed().rejected());
                          t.parsed().reports().forEach(r -> ids.add(r.id()));
                        }));
    assertEquals(25_000, told);
    assertEquals(25_000, ids.size());
  }

  @Test
  void theSameRowsAreMadeUpAgain() {
    assertEquals(MadeUpRows.day(3), MadeUpRows.day(3));
    assertEquals(MadeUpRows.of(30), MadeUpRows.day(0).subList(0, 30));
  }
}
