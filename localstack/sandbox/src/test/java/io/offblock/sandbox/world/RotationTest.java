package io.offblock.sandbox.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-20T00:00:00Z", "2027-03-25T00:00:00Z", "2026-10-22T00:00:00Z"})
  @DisplayName(
      "an aircraft starts where it landed, never before it has turned around, clock changes included")
  void chain(String from) {
    int begin = Minutes.of(Instant.parse(from));
    Map<String, List<Flight>> aircraft =
        World.of(5).departing(begin, begin + 7 * Minutes.DAY).stream()
            .filter(flight -> !flight.cancelled() && flight.until() == Integer.MAX_VALUE)
            .sorted(Comparator.comparingInt(Flight::off))
            .collect(Collectors.groupingBy(Flight::registration));
    int turnarounds = 0;
    int late = 0;
    for (var flights : aircraft.values()) {
      for (int i = 1; i < flights.size(); i++) {
        var before = flights.get(i - 1);
        var after = flights.get(i);
        assertEquals(before.destination(), after.origin(), before + " then " + after);
        assertEquals(before.leg().type(), after.leg().type(), "one airframe, one type");
        // On the ground of an alternate a diverted flight does not turn around, it goes on.
        int least = before.diverted() && after.diverted() ? 30 : after.leg().type().turnaround();
        assertTrue(after.off() - before.on() >= least, before + " then " + after);
        turnarounds++;
        late +=
            after.off() - after.scheduledOff() > 15 && before.on() - before.scheduledOn() > 15
                ? 1
                : 0;
      }
    }
    assertTrue(aircraft.size() > 1500, aircraft.size() + " aircraft");
    assertTrue(turnarounds > 50_000, turnarounds + " turnarounds");
    assertTrue(late > 500, "delays run on along rotations: " + late);
  }
}
