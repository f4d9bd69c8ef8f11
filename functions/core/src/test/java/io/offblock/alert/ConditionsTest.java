package io.offblock.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.alert.FlightStory.Forecasted;
import io.offblock.alert.FlightStory.Told;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightState;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules held against what was told of one flight, a line for each case. */
class ConditionsTest {
  private static final FlightId LH400 =
      FlightId.parse("LH-400-FRA-JFK-20261124T1055").orElseThrow();
  private static final Instant EIGHT = Instant.parse("2026-11-24T08:00:00Z");

  /**
   * What was told is a list of {@code minute:status:delay:gate}, or {@code minute:p} for a
   * forecast; a delay with a tilde is expected. A rule is a list of words, as {@link #rule} reads
   * them.
   */
  @ParameterizedTest(name = "{0} | {1} | since {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "status=CANCELLED | 1:NA:-:- 2:CD:-:- 3:CD:-:- | 0 | status=CANCELLED@2",
        "status=CANCELLED,DIVERTED | 1:CD:-:- 2:DV:-:- 3:CD:-:- | 0 | status=CANCELLED@1 status=DIVERTED@2",
        "status=AIRBORNE | 1:NA:-:- | 0 | none",
        "delay>30 | 1:NA:~30:- 2:NA:~31:- 3:DP:45:- | 0 | delay>30@2",
        "delay>30 | 1:NA:-:- | 0 | none",
        "delay>30 | 1:NA:~40:- 2:DP:10:- | 0 | delay>30@1",
        "gate | 1:NA:-:Z50 2:NA:-:- 3:NA:-:Z50 | 0 | none",
        "gate | 1:NA:-:- 2:NA:-:Z50 | 0 | none",
        "gate | 1:NA:-:Z50 2:NA:-:Z58 3:DP:5:Z50 | 0 | gate=departure:Z58@2 gate=departure:Z50@3",
        "gate delay>30 | 1:NA:-:Z50 2:NA:~10:Z58 3:NA:~40:Z58 | 0 | delay>30;gate=departure:Z58@3",
        "delay>30 status=SCHEDULED | 1:NA:~40:- 2:DP:50:- | 0 | delay>30;status=SCHEDULED@1",
        "probability>0.5 | 1:.4 2:.5 3:.6 4:.9 | 0 | probability>0.5@3",
        "probability>0.5 delay>30 | 1:.6 2:NA:~40:- | 0 | delay>30;probability>0.5@2",
        "probability>0.5 delay>30 | 1:NA:~40:- 2:.6 | 0 | delay>30;probability>0.5@2",
        "probability>0.5 delay>30 | 1:NA:~40:- 2:.6 3:NA:~5:- | 0 | delay>30;probability>0.5@2",
        "probability>0.5 delay>30 | 1:NA:~40:- 2:NA:~5:- 3:.6 | 0 | none",
        "probability>0.5 delay>30 | 1:.6 2:.4 3:NA:~40:- | 0 | none",
        "delay>30 flight=LH400 | 1:NA:~40:- | 0 | delay>30@1",
        "delay>30 flight=UA8842 | 1:NA:~40:- | 0 | delay>30@1",
        "delay>30 flight=LH401 | 1:NA:~40:- | 0 | none",
        "delay>30 route=FRA-JFK | 1:NA:~40:- | 0 | delay>30@1",
        "delay>30 route=JFK-FRA | 1:NA:~40:- | 0 | none",
        "delay>30 airport=JFK | 1:NA:~40:- | 0 | delay>30@1",
        "delay>30 airport=MUC | 1:NA:~40:- | 0 | none",
        "delay>30 airline=LX,LH | 1:NA:~40:- | 0 | delay>30@1",
        "delay>30 airline=LX | 1:NA:~40:- | 0 | none",
        "delay>30 | 1:NA:~40:- 2:NA:~10:- | 2 | none",
        "delay>30 | 1:NA:~40:- 2:NA:~41:- | 2 | delay>30@2",
        "gate | 1:NA:-:Z50 5:NA:-:Z58 | 2 | gate=departure:Z58@5",
      })
  void aRule(String rule, String told, int since, String changes) {
    assertEquals(
        changes == null ? List.of() : Arrays.asList(changes.split(" ")),
        rule(rule).changes(story(told), minute(since), minute(1000)).stream()
            .map(c -> c.key() + "@" + (c.told().getEpochSecond() - EIGHT.getEpochSecond()) / 60)
            .toList());
  }

  @Test
  void whatIsToldAgainAfterARuleWasMadeIsToldToIt() {
    Operation late = operation("NA", "~40", "-");
    FlightStory story =
        new FlightStory(
            LH400, Set.of("LH400"), List.of(new Told(minute(1), minute(9), "a", late)), List.of());
    assertEquals(
        List.of(new Change("delay>30", minute(9))),
        rule("delay>30").changes(story, minute(5), minute(1000)));
    assertEquals(List.of(), rule("delay>30").changes(story, minute(10), minute(1000)));
  }

  @Test
  void aRuleThatNothingEverChangesIsNone() {
    assertThrows(IllegalArgumentException.class, () -> rule("airport=FRA"));
  }

  @Test
  void aMessageIsNamedByRuleFlightAndChange() {
    Change change = new Change("delay>30", EIGHT);
    assertEquals(change.message("r", "f"), new Change("delay>30", minute(9)).message("r", "f"));
    Set<String> ids =
        Set.of(
            change.message("r", "f"),
            change.message("q", "f"),
            change.message("r", "g"),
            new Change("delay>31", EIGHT).message("r", "f"));
    assertEquals(4, ids.size());
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /**
   * Whoever looks after each delivery, in any order and with repeats, has fired in the end what one
   * look at everything finds: no more and no less.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void orderAndRepeatsOfDeliveriesChangeNothing(long seed) {
    Random random = new Random(seed);
    String[] rules = {
      "delay>30",
      "status=CANCELLED,AIRBORNE",
      "gate",
      "gate delay>15",
      "probability>0.5",
      "delay>10 status=SCHEDULED flight=UA8842",
    };
    List<String> told = new ArrayList<>();
    for (int minute = 0; minute < 12; minute++) {
      told.add(
          random.nextInt(4) == 0
              ? minute + ":." + random.nextInt(10)
              : "%d:%s:%s:%s"
                  .formatted(
                      minute,
                      pick(random, "NA", "NA", "DP", "CD"),
                      pick(random, "-", "~5", "~20", "35", "60"),
                      pick(random, "-", "A1", "A2", "B7")));
    }
    List<String> deliveries = new ArrayList<>(told);
    deliveries.addAll(told.subList(0, 6));
    java.util.Collections.shuffle(deliveries, random);
    for (String words : rules) {
      Conditions rule = rule(words);
      Instant since = minute(random.nextInt(8));
      Set<String> fired = new TreeSet<>();
      Set<String> known = new HashSet<>();
      for (String delivery : deliveries) {
        known.add(delivery);
        fired.addAll(keys(rule, String.join(" ", known), since));
      }
      assertEquals(keys(rule, String.join(" ", told), since), fired, words + " of " + told);
    }
  }

  private static Set<String> keys(Conditions rule, String told, Instant since) {
    return rule.changes(story(told), since, minute(1000)).stream()
        .map(Change::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  private static Instant minute(int minute) {
    return EIGHT.plusSeconds(60L * minute);
  }

  /** Told by the minute, what is unchanged drawn together as the store does. */
  private static FlightStory story(String told) {
    List<Told> operations = new ArrayList<>();
    List<Forecasted> forecasts = new ArrayList<>();
    List<String[]> all =
        Arrays.stream(told.split(" "))
            .map(t -> t.split(":"))
            .sorted(java.util.Comparator.comparingInt(t -> Integer.parseInt(t[0])))
            .toList();
    for (String[] one : all) {
      Instant at = minute(Integer.parseInt(one[0]));
      if (one.length == 2) {
        forecasts.add(new Forecasted(at, Double.parseDouble(one[1])));
        continue;
      }
      Operation operation = operation(one[1], one[2], one[3]);
      if (!operations.isEmpty() && operations.getLast().operation().equals(operation)) {
        Told before = operations.removeLast();
        operations.add(new Told(before.first(), at, "a", operation));
      } else {
        operations.add(new Told(at, at, "a", operation));
      }
    }
    return new FlightStory(LH400, Set.of("LH400", "UA8842"), operations, forecasts);
  }

  private static Operation operation(String status, String delay, String gate) {
    Instant due = Instant.parse("2026-11-24T09:55:00Z");
    Optional<String> late = Optional.of(delay).filter(d -> !d.equals("-"));
    Movement departure =
        new Movement(
            Optional.of(time(due, "0")),
            late.filter(d -> d.startsWith("~")).map(d -> time(due, d.substring(1))),
            late.filter(d -> !d.startsWith("~")).map(d -> time(due, d)),
            Optional.empty(),
            Optional.of(gate).filter(g -> !g.equals("-")),
            Optional.empty());
    Movement arrival =
        new Movement(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Operation(departure, arrival, Optional.of(status), Optional.empty());
  }

  private static FlightTime time(Instant due, String late) {
    Instant utc = due.plusSeconds(60L * Integer.parseInt(late));
    return new FlightTime(LocalDateTime.ofInstant(utc, ZoneOffset.UTC), Optional.of(utc));
  }

  private static Conditions rule(String words) {
    Set<String> flights = Set.of();
    Optional<String> origin = Optional.empty();
    Optional<String> destination = Optional.empty();
    Optional<String> airport = Optional.empty();
    Set<String> airlines = Set.of();
    Set<FlightState> statuses = Set.of();
    OptionalInt delay = OptionalInt.empty();
    boolean gate = false;
    OptionalDouble probability = OptionalDouble.empty();
    for (String word : words.split(" ")) {
      String[] pair = word.split("[=>]");
      switch (pair[0]) {
        case "flight" -> flights = Set.of(pair[1]);
        case "route" -> {
          origin = Optional.of(pair[1].substring(0, 3));
          destination = Optional.of(pair[1].substring(4));
        }
        case "airport" -> airport = Optional.of(pair[1]);
        case "airline" -> airlines = Set.of(pair[1].split(","));
        case "status" ->
            statuses =
                Arrays.stream(pair[1].split(","))
                    .map(FlightState::valueOf)
                    .collect(Collectors.toSet());
        case "delay" -> delay = OptionalInt.of(Integer.parseInt(pair[1]));
        case "gate" -> gate = true;
        default -> probability = OptionalDouble.of(Double.parseDouble(pair[1]));
      }
    }
    return new Conditions(
        flights, origin, destination, airport, airlines, statuses, delay, gate, probability);
  }
}
