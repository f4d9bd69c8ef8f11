package io.offblock.model.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.Sky;
import io.offblock.model.extract.HistoricFlight;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** No feature knows what happened after its cutoff. */
class AsOfTest {
  private static final int DAYS = 14;
  private static final Instant MOMENT = Instant.parse("2024-01-10T13:37:00Z");
  private final List<HistoricFlight> flights = Sky.flights(DAYS, 40, 7);

  private static Map<String, float[]> features(Flights f) {
    Map<String, float[]> rows = new HashMap<>();
    FeatureStream stream = new FeatureStream(f, null);
    int n = stream.names().size();
    stream.run(
        EnumSet.allOf(Horizon.class),
        i -> true,
        (i, h, age, values) -> rows.put(f.source(i) + " " + h.label(), Arrays.copyOf(values, n)));
    return rows;
  }

  /** Everything that is known of a flight only after the moment becomes something else. */
  private static HistoricFlight scrambled(HistoricFlight f, Random random) {
    Instant cancellationKnown = f.scheduledOff().plus(Duration.ofMinutes(World.CANCELLATION_KNOWN));
    boolean leftBefore = f.actualOff().filter(t -> !t.isAfter(MOMENT)).isPresent();
    boolean arrivedBefore = f.actualOn().filter(t -> !t.isAfter(MOMENT)).isPresent();
    if (arrivedBefore || (f.cancelled() && !cancellationKnown.isAfter(MOMENT))) {
      return f;
    }
    boolean cancelled = !leftBefore && cancellationKnown.isAfter(MOMENT) && random.nextInt(4) == 0;
    boolean diverted = !cancelled && random.nextInt(8) == 0;
    Instant off =
        leftBefore
            ? f.actualOff().orElseThrow()
            : later(f.scheduledOff().isAfter(MOMENT) ? f.scheduledOff() : MOMENT, random);
    Instant on = later(off.isAfter(MOMENT) ? off : MOMENT, random);
    return f.turnedOut(
        cancelled ? Optional.empty() : Optional.of(off),
        cancelled || diverted ? Optional.empty() : Optional.of(on),
        cancelled,
        diverted);
  }

  private static Instant later(Instant time, Random random) {
    return time.plus(Duration.ofMinutes(1 + random.nextInt(400)));
  }

  @Test
  void noFeatureWithAnEarlierCutoffChangesWhenEveryOutcomeAfterAMomentIsScrambled() {
    Random random = new Random(11);
    List<HistoricFlight> scrambled = new ArrayList<>();
    flights.forEach(f -> scrambled.add(scrambled(f, random)));
    Map<String, float[]> before = features(Sky.table(flights));
    Map<String, float[]> after = features(Sky.table(scrambled));
    int moment = (int) (MOMENT.getEpochSecond() / 60);
    int same = 0;
    int changed = 0;
    int later = 0;
    for (int i = 0; i < flights.size(); i++) {
      int off = (int) (flights.get(i).scheduledOff().getEpochSecond() / 60);
      for (Horizon h : Horizon.values()) {
        String key = i + " " + h.label();
        if (h.cutoff(off) <= moment) {
          assertArrayEquals(before.get(key), after.get(key), flights.get(i).id() + " at " + h);
          same++;
        } else {
          later++;
          changed += Arrays.equals(before.get(key), after.get(key)) ? 0 : 1;
        }
      }
    }
    assertTrue(same > 3000, same + " rows before the moment");
    assertTrue(changed > 0.95 * later && later > 300, changed + " of " + later + " changed");
  }

  @Test
  void noFactIsYoungerThanTheHorizon() {
    Flights f = Sky.table(flights);
    Map<Horizon, Integer> youngest = new HashMap<>();
    new FeatureStream(f, null)
        .run(
            EnumSet.allOf(Horizon.class),
            i -> true,
            (i, h, age, values) -> youngest.merge(h, age, Math::min));
    youngest.forEach(
        (h, age) -> assertTrue(age >= h.leastAge(), h + ": a fact is " + age + " minutes old"));
    assertEquals(45, youngest.get(Horizon.M45), "facts up to the cutoff are used");
    assertEquals(120, youngest.get(Horizon.H2), "facts up to the cutoff are used");
  }

  @Test
  void aMomentAnswersWhatTheHorizonOfThatMomentAnswers() {
    Flights f = Sky.table(flights);
    Map<String, float[]> rows = features(f);
    FeatureStream names = new FeatureStream(f, null);
    int n = names.names().size();
    for (int flight : new int[] {500, 900, 1500}) {
      Instant moment = Horizon.H2.forecastAt(f.scheduledOff(flight));
      new FeatureStream(f, null)
          .at(
              moment,
              new int[] {flight},
              (i, h, age, values) ->
                  assertArrayEquals(rows.get(f.source(i) + " 2h"), Arrays.copyOf(values, n)));
    }
  }

  @Test
  void memoryThatIsTakenUpAgainGivesTheSameFeatures() throws Exception {
    int half = Sky.firstDay() + 9;
    Instant cut = Instant.ofEpochSecond(half * 86400L);
    List<HistoricFlight> known =
        flights.stream()
            .filter(f -> f.scheduledOff().isBefore(cut.plus(Duration.ofDays(1))))
            .toList();
    MemoryState state = stored(FeatureStream.memory(Sky.table(known), null, cut));
    Map<String, float[]> whole = features(Sky.table(flights));
    List<HistoricFlight> recent =
        flights.stream()
            .filter(f -> f.scheduledOff().isAfter(cut.minus(Duration.ofDays(3))))
            .toList();
    int rows =
        compare(
            whole,
            flights,
            recent,
            state,
            EnumSet.of(Horizon.H2),
            f -> f.scheduledOff().isAfter(cut.plus(Duration.ofDays(1))));
    assertTrue(rows > 500, rows + " rows");
  }

  /**
   * As a champion is served: trained to a week ago, carried on by a watch from the flights of some
   * days, asked with those of the last four. One aircraft rests on the days between.
   */
  @Test
  void memoryThatIsCarriedOnOverTheDaysSinceTrainingGivesTheFeaturesOfTheWholeHistory()
      throws Exception {
    List<HistoricFlight> flown =
        flights.stream()
            .filter(
                f ->
                    !f.registration().equals(Optional.of("D-A007"))
                        || f.scheduledOff().isBefore(midnight(3))
                        || !f.scheduledOff().isBefore(midnight(12)))
            .toList();
    Map<String, float[]> whole = features(Sky.table(flown));
    MemoryState trained =
        stored(
            FeatureStream.memory(
                between(flown, 0, 5), null, midnight(5).minus(Duration.ofMinutes(1))));
    Instant cut = midnight(10).minus(Duration.ofMinutes(1));
    MemoryState carried = stored(FeatureStream.memory(between(flown, 3, 12), trained, cut));
    assertEquals(cut, carried.at());
    List<HistoricFlight> live =
        flown.stream().filter(f -> !f.scheduledOff().isBefore(midnight(9))).toList();
    int rows =
        compare(
            whole,
            flown,
            live,
            carried,
            EnumSet.allOf(Horizon.class),
            f -> !f.scheduledOff().isBefore(midnight(12)));
    assertTrue(rows > 4 * 350, rows + " rows");
  }

  private static Instant midnight(int day) {
    return Instant.ofEpochSecond((Sky.firstDay() + day) * 86400L);
  }

  private static Flights between(List<HistoricFlight> flights, int from, int until) {
    return Sky.table(
        flights.stream()
            .filter(f -> !f.scheduledOff().isBefore(midnight(from)))
            .filter(f -> f.scheduledOff().isBefore(midnight(until)))
            .toList());
  }

  private static MemoryState stored(MemoryState state) throws IOException {
    return MemoryState.ofFile(new ByteArrayInputStream(state.toFile()));
  }

  /** How many rows of some flights from a memory are those of the whole history; all must be. */
  private static int compare(
      Map<String, float[]> whole,
      List<HistoricFlight> all,
      List<HistoricFlight> recent,
      MemoryState state,
      EnumSet<Horizon> horizons,
      Predicate<HistoricFlight> wanted) {
    Flights table = Sky.table(recent);
    FeatureStream resumed = new FeatureStream(table, state);
    int[] rows = {0};
    resumed.run(
        horizons,
        i -> wanted.test(recent.get(table.source(i))),
        (i, h, age, values) -> {
          float[] expected = whole.get(all.indexOf(recent.get(table.source(i))) + " " + h.label());
          for (int k = 0; k < expected.length; k++) {
            // Memory is kept to one part in 8,000, and a mean is made of two of its numbers.
            assertEquals(
                expected[k],
                values[k],
                2e-3f + (Float.isNaN(expected[k]) ? 0 : Math.abs(expected[k]) / 4000),
                resumed.names().get(k) + " at " + h);
          }
          rows[0]++;
        });
    return rows[0];
  }
}
