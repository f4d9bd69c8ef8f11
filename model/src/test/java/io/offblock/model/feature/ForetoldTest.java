package io.offblock.model.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.Sky;
import io.offblock.model.extract.HistoricFlight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A departure to come that is taken as known changes what hangs on that aircraft, and nothing else.
 */
class ForetoldTest {
  private static final Instant NOW = Instant.parse("2024-01-10T08:00:00Z");

  /** What tells of the aircraft, and of the flights whose passengers and crews go on. */
  private static final String HANGS_ON_IT = "rotation\\..*|congestion\\.bank_.*";

  private static final List<String> WORSE =
      List.of(
          "rotation.reactionary",
          "rotation.projected",
          "rotation.inbound_known",
          "rotation.last_seen",
          "rotation.expected_arrival");

  private final List<HistoricFlight> known =
      Sky.flights(14, 40, 7).stream().map(ForetoldTest::asOfNow).toList();

  private static HistoricFlight asOfNow(HistoricFlight f) {
    return f.turnedOut(
        f.actualOff().filter(t -> !t.isAfter(NOW)),
        f.actualOn().filter(t -> !t.isAfter(NOW)),
        false,
        f.diverted());
  }

  private static Map<String, Float> features(
      List<HistoricFlight> flights, HistoricFlight asked, Optional<HistoricFlight> foretold) {
    Flights table = Sky.table(flights);
    FeatureStream stream = new FeatureStream(table, null);
    Map<String, Float> features = new HashMap<>();
    stream.at(
        NOW,
        new int[] {find(table, flights, asked)},
        foretold.stream().mapToInt(f -> find(table, flights, f)).toArray(),
        (i, h, age, values) -> {
          for (int k = 0; k < stream.names().size(); k++) {
            features.put(stream.names().get(k), values[k]);
          }
        });
    return features;
  }

  private static int find(Flights table, List<HistoricFlight> flights, HistoricFlight wanted) {
    for (int i = 0; i < table.size(); i++) {
      if (flights.get(table.source(i)).id().equals(wanted.id())) {
        return i;
      }
    }
    throw new AssertionError(wanted.id());
  }

  private Map<String, Float> leaving(HistoricFlight inbound, int late, HistoricFlight asked) {
    HistoricFlight later =
        inbound.turnedOut(
            Optional.of(inbound.scheduledOff().plus(Duration.ofMinutes(late))),
            Optional.empty(),
            false,
            false);
    return features(
        known.stream().map(f -> f == inbound ? later : f).toList(), asked, Optional.of(later));
  }

  /**
   * Flights of the next hours, each with the leg that brings its aircraft and is still to leave.
   */
  private List<HistoricFlight[]> pairs() {
    List<HistoricFlight[]> pairs = new ArrayList<>();
    for (HistoricFlight asked : known) {
      for (HistoricFlight inbound : known) {
        if (asked.registration().isPresent()
            && asked.registration().equals(inbound.registration())
            && inbound.destination().equals(asked.origin())
            && inbound.scheduledOff().isAfter(NOW)
            && inbound.actualOff().isEmpty()
            && asked.scheduledOff().isBefore(NOW.plus(FeatureStream.BETWEEN))
            && inbound
                .scheduledOn()
                .equals(Optional.of(asked.scheduledOff().minus(Duration.ofMinutes(40))))) {
          pairs.add(new HistoricFlight[] {inbound, asked});
        }
      }
    }
    return pairs;
  }

  @Test
  void aDepartureToComeTellsOfItsAircraftAlone() {
    List<HistoricFlight[]> pairs = pairs();
    assertTrue(pairs.size() > 20, pairs.size() + " flights with an inbound");
    for (HistoricFlight[] pair : pairs) {
      Map<String, Float> without = features(known, pair[1], Optional.empty());
      Map<String, Float> before = null;
      for (int late : new int[] {0, 30, 60, 120}) {
        Map<String, Float> told = leaving(pair[0], late, pair[1]);
        without.forEach(
            (name, value) -> {
              if (!name.matches(HANGS_ON_IT)) {
                assertEquals(value, told.get(name), name + " of " + pair[1].id());
              }
            });
        assertEquals(1, told.get("rotation.inbound_airborne"));
        assertEquals(late, told.get("rotation.inbound_known"));
        for (String name : before == null ? List.<String>of() : WORSE) {
          assertTrue(told.get(name) >= before.get(name), name + " of " + pair[1].id());
        }
        before = told;
      }
    }
  }
}
