package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airports;
import io.offblock.aws.Metrics;
import io.offblock.model.drift.DriftReport;
import io.offblock.model.extract.Extract;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.feature.MemoryState;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.registry.RegistryInMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The daily watch of a champion that was trained two weeks ago, in a world that goes on as it was:
 * every tenth flight number is cancelled each day.
 */
class WatchingTest {
  private static final LocalDate FROM = LocalDate.of(2026, 11, 12);
  private static final LocalDate TO = LocalDate.of(2026, 11, 23);

  /** Two days of the window are judged: the last departure of the day before them is learnt. */
  private static final Instant LEARNT = Instant.parse("2026-11-21T19:45:00Z");

  /** Of the day before this one the evening before knows less than is remembered. */
  private static final LocalDate REMEMBERED = LocalDate.of(2026, 11, 23);

  /** So many days back the live extract begins. */
  private static final int BACK = 4;

  private static final LocalDate TODAY = LocalDate.of(2026, 12, 6);
  private static final Instant NOW = Instant.parse("2026-12-06T03:30:00Z");
  private static final String RECENT = "training/watch/extract.csv.gz";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RegistryInMemory REGISTRY = new RegistryInMemory();
  private static final TreeMap<String, byte[]> TRAINED = new TreeMap<>();

  private final ObjectsInMemory objects = new ObjectsInMemory();

  @BeforeAll
  static void train() {
    ObjectsInMemory objects = new ObjectsInMemory();
    TrainingWindow window = new TrainingWindow("w", FROM, TO, List.of("sandbox"), "by test");
    objects.put(window.extract(), world(FROM, TO), "application/gzip");
    Retraining retraining =
        new Retraining(objects, REGISTRY, InstantSource.fixed(NOW), "test", line -> {});
    String run = retraining.train(window).run();
    retraining.register(window, run, retraining.compare(window, run));
    TRAINED.putAll(objects.objects);
  }

  @BeforeEach
  void begin() {
    objects.objects.putAll(TRAINED);
    objects.put(RECENT, world(TODAY.minusDays(30), TODAY), "application/gzip");
  }

  private static byte[] world(LocalDate from, LocalDate to) {
    return world(from, to, NOW);
  }

  private static byte[] world(LocalDate from, LocalDate to, Instant now) {
    return SmallPast.extract(flights(from, to, now));
  }

  private static List<HistoricFlight> flights(LocalDate from, LocalDate to, Instant now) {
    List<HistoricFlight> flights = new ArrayList<>();
    try {
      Extract.read(
          new ByteArrayInputStream(SmallPast.extract(from, to, now)),
          f ->
              flights.add(
                  f.number().endsWith("0")
                      ? f.turnedOut(Optional.empty(), Optional.empty(), true, false)
                      : f));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return flights;
  }

  private Watching.Watched watch() {
    return watch(NOW);
  }

  private Watching.Watched watch(Instant now) {
    Metrics metrics =
        Metrics.of(
            "offblock",
            InstantSource.fixed(NOW),
            new PrintStream(new ByteArrayOutputStream(), true));
    return new Watching(objects, REGISTRY, InstantSource.fixed(now), metrics, line -> {})
        .run(new Watching.Question(RECENT, List.of("sandbox")));
  }

  private JsonNode correction() throws IOException {
    return JSON.readTree(
        objects.get("state/model/%d/correction.json".formatted(version())).orElseThrow());
  }

  private int version() {
    return Champion.of(objects).orElseThrow().version();
  }

  private static int day(LocalDate day) {
    return (int) day.toEpochDay();
  }

  @Test
  void theCorrectionOfDaysThatTheMemoryHoldsStaysAndLaterDaysAreObserved() throws IOException {
    JsonNode before = correction();
    RollingCorrection trained = RollingCorrection.of(before);
    assertFalse(trained.known().isEmpty());
    Watching.Watched watched = watch();
    JsonNode after = correction();
    RollingCorrection renewed = RollingCorrection.of(after);
    for (int day : trained.known()) {
      assertTrue(day < day(REMEMBERED));
      assertEquals(before.get(String.valueOf(day)), after.get(String.valueOf(day)), "day " + day);
    }
    assertEquals(
        trained.shift(Horizon.H2.ordinal(), day(REMEMBERED)),
        renewed.shift(Horizon.H2.ordinal(), day(REMEMBERED)));
    assertFalse(renewed.known().contains(day(REMEMBERED.minusDays(1))), "half of it is remembered");
    for (LocalDate day = REMEMBERED; day.isBefore(TODAY); day = day.plusDays(1)) {
      assertTrue(renewed.known().contains(day(day)), "observed " + day);
    }
    assertTrue(watched.corrected() > 13 * 150 * 4, watched::toString);
    watch();
    assertEquals(forecasts(after), forecasts(correction()), "a day watched twice counts once");
  }

  /** How many forecasts of each day and horizon were observed. */
  private static Map<String, List<Integer>> forecasts(JsonNode correction) {
    Map<String, List<Integer>> observed = new TreeMap<>();
    correction
        .properties()
        .forEach(
            day -> {
              List<Integer> horizons = new ArrayList<>();
              for (JsonNode horizon : day.getValue()) {
                int n = 0;
                for (int i = 1; i < horizon.path("forecasts").size(); i += 2) {
                  n += horizon.path("forecasts").get(i).asInt();
                }
                horizons.add(n);
              }
              observed.put(day.getKey(), horizons);
            });
    return observed;
  }

  private DelayModel model() {
    return Champion.of(objects).orElseThrow().model(objects);
  }

  private Instant remembered() {
    return model().memory().orElseThrow().at();
  }

  @Test
  void whatTrainingRemembersEndsWithTheLastDepartureThatItLearnt() {
    assertEquals(LEARNT, remembered());
  }

  @Test
  void aWatchCarriesTheMemoryOnAndTheNextOneObservesLaterDaysOnly() throws IOException {
    watch();
    assertEquals(Instant.parse("2026-12-03T23:59:00Z"), remembered());
    JsonNode first = correction();
    LocalDate tomorrow = TODAY.plusDays(1);
    Instant then = NOW.plus(Duration.ofDays(1));
    objects.put(RECENT, world(tomorrow.minusDays(30), tomorrow, then), "application/gzip");
    Watching.Watched watched = watch(then);
    assertEquals(Instant.parse("2026-12-04T23:59:00Z"), remembered());
    JsonNode second = correction();
    for (LocalDate day = REMEMBERED; day.isBefore(TODAY.minusDays(1)); day = day.plusDays(1)) {
      String name = String.valueOf(day(day));
      assertEquals(first.get(name), second.get(name), "observed before: " + day);
    }
    // Yesterday's day again, and today's for the first time.
    int day = Math.toIntExact(outcomes(TODAY)) * Horizon.values().length;
    assertEquals(2 * day, watched.corrected());
    assertTrue(RollingCorrection.of(second).known().contains(day(TODAY)));
  }

  private static long outcomes(LocalDate of) {
    return flights(of, of, NOW.plus(Duration.ofDays(1))).stream()
        .filter(f -> f.actualOn().isPresent())
        .count();
  }

  /** What has arrived between training and now is in no live extract: it must be remembered. */
  @Test
  void flightsOfNowHaveTheFeaturesOfTheWholeHistory() {
    watch();
    MemoryState memory = model().memory().orElseThrow();
    for (Instant now : List.of(NOW.plus(Duration.ofHours(8)), NOW.plus(Duration.ofHours(21)))) {
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      Flights live = table(flights(today.minusDays(BACK), today.plusDays(1), now));
      Flights whole = table(flights(FROM, today.plusDays(1), now));
      Map<String, Float> expected = features(whole, null, now);
      Map<String, Float> served = features(live, memory, now);
      assertEquals(expected.keySet(), served.keySet());
      assertTrue(served.size() > 150 * 100, () -> served.size() + " features");
      // Memory is kept to one part in 8,000, and a mean is made of two of its numbers.
      expected.forEach(
          (of, v) -> assertEquals(v, served.get(of), 4e-3f + Math.abs(v) / 2000, () -> of));
    }
  }

  /** Those of the flights to come at the horizons that they have reached, where there are any. */
  private static Map<String, Float> features(Flights flights, MemoryState memory, Instant now) {
    FeatureStream stream = new FeatureStream(flights, memory);
    Map<String, Float> features = new TreeMap<>();
    stream.run(
        EnumSet.allOf(Horizon.class),
        i -> flights.scheduledOff(i).isAfter(now),
        (i, horizon, newest, values) -> {
          if (!horizon.forecastAt(flights.scheduledOff(i)).isAfter(now)) {
            String of = flights.number(i) + " " + flights.scheduledOff(i) + " " + horizon + " ";
            for (int k = 0; k < stream.names().size(); k++) {
              if (!Float.isNaN(values[k])) {
                features.put(of + stream.names().get(k), values[k]);
              }
            }
          }
        });
    return features;
  }

  private static Flights table(List<HistoricFlight> flights) {
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    flights.forEach(builder::add);
    return builder.build();
  }

  private ComparedFlights compared(String extract) {
    return ComparedFlights.of(
        objects,
        extract,
        LiveFlights.of(objects, RECENT),
        Instant.parse("2026-11-28T00:00:00Z"),
        Instant.parse("2026-12-05T00:00:00Z"));
  }

  @Test
  void thePresentIsComparedInItsWholeWorldWithItsHistory() {
    ComparedFlights compared = compared(Champion.of(objects).orElseThrow().extract());
    int days = day(LocalDate.of(2026, 12, 5)) - day(FROM);
    assertEquals(days * 192, compared.flights().size(), "every flight once, without a gap");
    assertEquals(12 * 192, compared.reference());
    FeatureStream stream = new FeatureStream(compared.flights(), null);
    int origin = stream.names().indexOf("congestion.cancelled_origin");
    int destination = stream.names().indexOf("congestion.cancelled_destination");
    int[] told = {0, 0, 0};
    stream.run(
        EnumSet.of(Horizon.H2),
        i -> compared.isPresent(i) && compared.flights().hasDelay(i),
        (i, horizon, newest, values) -> {
          told[0]++;
          told[1] += values[origin] > 0 ? 1 : 0;
          told[2] += values[destination] > 0 ? 1 : 0;
        });
    assertEquals(compared.outcomes(), told[0]);
    assertTrue(told[1] > told[0] / 2 && told[2] > told[0] / 2, told[1] + ", " + told[2]);
  }

  @Test
  void whereFewerDaysAreKnownTheTrainingServesUpToThem() {
    String newest = "training/newest/extract.csv.gz";
    objects.put(newest, world(FROM, LocalDate.of(2026, 12, 2)), "application/gzip");
    objects.put(RECENT, world(LocalDate.of(2026, 12, 3), TODAY), "application/gzip");
    ComparedFlights compared = compared(newest);
    assertEquals(21 * 192, compared.reference());
    assertEquals(23 * 192, compared.flights().size());
    objects.put(RECENT, world(TODAY, TODAY), "application/gzip");
    assertEquals(0, compared(newest).outcomes());
  }

  @Test
  void cancelledFlightsOfAnUnchangedWorldAreNoDrift() throws IOException {
    Watching.Watched watched = watch();
    assertTrue(watched.measured(), watched::reason);
    int asked = 0;
    for (JsonNode column :
        JSON.readTree(objects.get(Watching.REPORT).orElseThrow()).get("columns")) {
      if (column.get("column").asText().contains("cancelled")) {
        assertEquals("none", column.get("verdict").asText(), column::toString);
        asked++;
      }
    }
    assertEquals(4, asked);
  }

  @Test
  void anUnchangedWorldHasNotDriftedFromTheUsualWindow() {
    String usual = "training/usual/extract.csv.gz";
    LocalDate to = TODAY.minusDays(20);
    objects.put(usual, world(to.minusDays(StartRetraining.DAYS - 1L), to), "application/gzip");
    DriftReport report = compared(usual).watch(line -> {}).measure(Optional.empty());
    assertFalse(report.drifted(), report.reason());
  }
}
