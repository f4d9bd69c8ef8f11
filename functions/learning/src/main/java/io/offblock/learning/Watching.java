package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.offblock.aws.Metrics;
import io.offblock.model.drift.ColumnDrift.Verdict;
import io.offblock.model.drift.DriftJson;
import io.offblock.model.drift.DriftPage;
import io.offblock.model.drift.DriftReport;
import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.feature.MemoryState;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.network.Rows;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.model.registry.RegistryUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is done with the champion every day, without training: the outcomes of the last days become
 * its rolling correction and then part of its long memory, and the flights of the last week are
 * compared with those that it was trained on. Whoever started it decides on the reasons that it
 * gives.
 */
final class Watching {
  /** The newest report; beside it the same as a page. */
  static final String REPORT = "state/model/drift.json";

  static final String PAGE = "state/model/drift.html";

  /** Days that stand for now; those after the last complete one are left out. */
  private static final int DAYS = 7;

  /**
   * The long memory is carried on to the end of the day before the one so many days ago. The next
   * watch asks anew of yesterday, whose last flights still fly now, and what was known the evening
   * before that day ends there. And it is a day after the first flights that forecasts are made of
   * until then ({@code back} in the state machines): what left before those has arrived by then.
   */
  private static final int REMEMBERED = 2;

  /** Fewer flights with an outcome say nothing. */
  private static final int LEAST = 300;

  /** Of this length are the steps in which the model counts time. */
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final long SECONDS_A_DAY = 86_400;

  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

  /**
   * What is asked for.
   *
   * @param extract key of an extract of the last {@link RollingCorrection#OLDEST} days
   * @param sources of its flights
   */
  record Question(String extract, List<String> sources) {
    Question {
      Objects.requireNonNull(extract, "extract");
      sources = List.copyOf(sources);
    }
  }

  /**
   * What was found.
   *
   * @param version of the champion, 0 where there is none
   * @param corrected outcomes of days after its long memory that its correction took in
   * @param measured whether drift was measured: there are champion and flights enough to compare
   * @param drifted whether to train again
   * @param reason why, or why not, in words
   */
  record Watched(int version, int corrected, boolean measured, boolean drifted, String reason) {}

  private final LearningObjects objects;
  private final ModelRegistry registry;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Consumer<String> log;

  Watching(
      LearningObjects objects,
      ModelRegistry registry,
      InstantSource clock,
      Metrics metrics,
      Consumer<String> log) {
    this.objects = Objects.requireNonNull(objects);
    this.registry = Objects.requireNonNull(registry);
    this.clock = Objects.requireNonNull(clock);
    this.metrics = Objects.requireNonNull(metrics);
    this.log = Objects.requireNonNull(log);
  }

  Watched run(Question question) {
    Optional<Champion> there = Champion.of(objects);
    if (there.isEmpty()) {
      return new Watched(0, 0, false, false, "there is no champion yet");
    }
    Champion champion = there.get();
    String world = question.sources().contains(TrainingWindow.SANDBOX) ? "simulated" : "real";
    if (!world.equals(champion.world())) {
      return new Watched(
          champion.version(),
          0,
          false,
          false,
          "the champion knows the %s world, the flights of now are of the %s one"
              .formatted(champion.world(), world));
    }
    LiveFlights recent = LiveFlights.of(objects, question.extract());
    DelayModel model = champion.model(objects);
    int corrected = correct(champion, model, recent.flights());
    carryOn(champion, model, recent.flights());
    Instant until =
        clock
            .instant()
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .minusDays(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    ComparedFlights compared =
        ComparedFlights.of(
            objects, champion.extract(), recent, until.minus(Duration.ofDays(DAYS)), until);
    int outcomes = compared.outcomes();
    if (outcomes < LEAST) {
      String few =
          "%d flights of the last %d days have an outcome: too few to compare"
              .formatted(outcomes, DAYS);
      log.accept(few);
      return new Watched(champion.version(), corrected, false, false, few);
    }
    DriftReport report = compared.watch(log).measure(Optional.of(model));
    keep(champion, report);
    return new Watched(champion.version(), corrected, true, report.drifted(), report.reason());
  }

  /**
   * Adds the outcomes of the last days to the champion's correction, as it would have forecast them
   * uncorrected. Days of which a forecast would begin before the end of its long memory keep what
   * its training or an earlier watch said of them: that memory knows more than was known then, so
   * forecasts made of them now would be too good to correct by.
   */
  private int correct(Champion champion, DelayModel model, Flights flights) {
    int today = day(clock.instant());
    int after = model.memory().map(Watching::firstAfter).orElse(Integer.MIN_VALUE);
    int from = Math.max(after, today - RollingCorrection.OLDEST);
    Rows rows =
        model.rows(
            flights,
            EnumSet.allOf(Horizon.class),
            i -> flights.hasDelay(i) && flights.localDay(i) >= from);
    RollingCorrection correction = model.correction();
    correction.known().stream().filter(d -> d >= from).forEach(correction::forget);
    correction.observe(flights, rows, model.answers(rows));
    correction.forgetBefore(today - DAYS - RollingCorrection.NEWEST);
    champion.correct(objects, correction);
    return rows.size();
  }

  /** The first day that is asked of, the evening before too, from no less than was remembered. */
  private static int firstAfter(MemoryState memory) {
    return (int) Math.ceilDiv(memory.at().plus(MINUTE).getEpochSecond(), SECONDS_A_DAY) + 1;
  }

  /**
   * Takes the arrivals of the last days into the champion's long memory, so that forecasts, which
   * read the flights of few days, begin from what the networks were fitted to: all that came
   * before. The correction is stored by now: a watch that ends between the two is made up for by
   * the next one, which observes the same days from the same memory. The other way round their
   * outcomes would never be observed. Forecasts may be made of either with the other's older one.
   */
  private void carryOn(Champion champion, DelayModel model, Flights flights) {
    Instant until =
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
            .minusDays(REMEMBERED)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant()
            .minus(MINUTE);
    model
        .memory()
        .filter(before -> before.at().isBefore(until))
        .ifPresent(
            before -> {
              champion.remember(objects, FeatureStream.memory(flights, before, until));
              log.accept("remembered to %s, before to %s".formatted(until, before.at()));
            });
  }

  private static int day(Instant moment) {
    return (int) moment.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
  }

  private void keep(Champion champion, DriftReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measuredAt", clock.instant().toString());
    json.put("version", champion.version());
    json.put("world", champion.world());
    json.putAll(DriftJson.of(report));
    byte[] bytes = bytes(json);
    byte[] page = DriftPage.of(report).getBytes(StandardCharsets.UTF_8);
    objects.put(REPORT, bytes, "application/json");
    objects.put(PAGE, page, "text/html; charset=utf-8");
    Metrics said =
        metrics
            .count("DriftReasons", report.reasons().size())
            .count("DriftedColumns", report.count(Verdict.DRIFTED))
            .property("reason", report.reason());
    report
        .forecasts()
        .ifPresent(
            f ->
                said.count("ForecastCalibrationError", f.observed().ece())
                    .count("ForecastLogLoss", f.observed().logLoss())
                    .emit());
    if (report.forecasts().isEmpty()) {
      said.emit();
    }
    String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    try {
      registry.keep(champion.run(), "drift/%s.json".formatted(day), bytes);
      registry.keep(champion.run(), "drift/%s.html".formatted(day), page);
      registry.tagVersion(
          champion.version(), Map.of("drift", report.reason(), "drift_measured", day));
    } catch (RegistryUnavailable e) {
      // The report itself is kept: the next day tags again.
      log.accept("the registry was not told of the drift: " + e.getMessage());
    }
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
