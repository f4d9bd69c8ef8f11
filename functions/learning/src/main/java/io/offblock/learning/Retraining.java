package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airports;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.feature.Flights;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.registry.Metric;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.model.registry.ModelVersion;
import io.offblock.model.registry.ReportRun;
import io.offblock.model.registry.Run;
import io.offblock.model.training.Training;
import io.offblock.model.training.TrainingReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The steps of the workflow {@code retrain} that learn. Each may be tried again: a run that has not
 * ended goes on, a run is registered once, and the champion changes in one write at the end.
 */
public final class Retraining {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "model/";

  private final LearningObjects objects;
  private final ModelRegistry registry;
  private final InstantSource clock;
  private final String code;
  private final Consumer<String> log;

  /**
   * @param code version of the code that trains, for the tag
   * @param log is told in a line what is done
   */
  public Retraining(
      LearningObjects objects,
      ModelRegistry registry,
      InstantSource clock,
      String code,
      Consumer<String> log) {
    this.objects = Objects.requireNonNull(objects);
    this.registry = Objects.requireNonNull(registry);
    this.clock = Objects.requireNonNull(clock);
    this.code = Objects.requireNonNull(code);
    this.log = Objects.requireNonNull(log);
  }

  /**
   * What was trained.
   *
   * @param run the registry's id of the run
   * @param flights in the extract
   * @param rows that the network was fitted to
   * @param logLoss on the held-back days, two hours before; absent where no such row was held back
   */
  public record Trained(String run, int flights, int rows, Optional<Double> logLoss) {}

  /**
   * What became of it.
   *
   * @param version of the registered model
   * @param promoted whether it forecasts from now on
   * @param reason why, or why not
   */
  public record Registered(int version, boolean promoted, String reason) {}

  /**
   * Trains on the window's extract and keeps the model, its report and its figures with the run.
   *
   * @throws TooFewDays where the extract has nothing to train on yet
   */
  public Trained train(TrainingWindow window) {
    String run =
        registry.begin(
            window.name(),
            clock.instant(),
            Map.of(
                "reason", window.reason(),
                "window", window.from() + " to " + window.to(),
                "sources", String.join(",", window.sources()),
                "world", window.world(),
                "code", code));
    TrainingDays days = TrainingDays.of(objects, window);
    Flights flights = flights(window.extract(), days.judgedFrom());
    Training.Plan plan = days.plan();
    registry.parameters(run, parameters(window, plan));
    Training.Outcome outcome = Training.run(flights, plan, log);
    TrainingReport report = outcome.report();
    registry.metrics(run, metrics(report));
    ReportRun.files(registry, run, JSON.valueToTree(report));
    Map<String, Object> words = new LinkedHashMap<>(outcome.model().metadata());
    words.put("sources", window.sources());
    words.put("world", window.world());
    words.put("run", run);
    Champion.files(outcome.model().with(words))
        .forEach((name, content) -> registry.keep(run, FOLDER + name, content));
    return new Trained(
        run,
        flights.size(),
        report.window().fitRows(),
        Optional.ofNullable(report.horizons().get("2h")).map(h -> h.model().logLoss()));
  }

  /** Compares it with the champion on days that neither was fitted to. */
  public Verdict compare(TrainingWindow window, String run) {
    Verdict verdict =
        Champion.of(objects)
            .map(
                champion ->
                    new Comparing(flights(window.extract(), Instant.MAX), log)
                        .of(champion, champion.model(objects), window, model(run))
                        .against(champion))
            .orElseGet(() -> Verdict.promote("it is the first"));
    registry.keep(run, "verdict.json", json(verdict));
    registry.tag(run, Map.of("verdict", verdict.reason()));
    return verdict;
  }

  /**
   * Registers it, and promotes it where the verdict says so and the champion is still the one that
   * it was compared with: two trainings may run at once.
   */
  public Registered register(TrainingWindow window, String run, Verdict compared) {
    Optional<Champion> before = Champion.of(objects);
    Verdict verdict = compared.heldTo(before, run);
    ModelVersion version =
        registry.register(
            run,
            "model",
            Map.of(
                "reason", window.reason(),
                "window", window.from() + " to " + window.to(),
                "sources", String.join(",", window.sources()),
                "world", window.world(),
                "code", code,
                "verdict", verdict.reason()));
    if (verdict.promoted()) {
      new Champion(
              version.version(),
              run,
              window.world(),
              window.extract(),
              clock.instant().toString(),
              window.to().toString())
          .publish(objects, files(run));
      registry.alias(ModelRegistry.CHAMPION, version.version());
      if (version.aliases().contains(ModelRegistry.CHALLENGER)) {
        registry.unalias(ModelRegistry.CHALLENGER);
      }
      before
          .filter(b -> !b.extract().equals(window.extract()))
          .ifPresent(b -> objects.delete(b.extract()));
    } else {
      registry.alias(ModelRegistry.CHALLENGER, version.version());
      objects.delete(window.extract());
    }
    registry.end(run, true, clock.instant());
    return new Registered(version.version(), verdict.promoted(), verdict.reason());
  }

  /**
   * Ends the window's run as failed, with its reason, and removes what it left. A run whose model
   * became champion before something went wrong has not failed: its promotion is brought to an end.
   *
   * @param error the class of what went wrong
   * @param cause its words
   */
  public void fail(TrainingWindow window, String error, String cause) {
    Optional<Run> run = registry.find(window.name()).filter(r -> r.state() == Run.State.RUNNING);
    String id =
        run.map(Run::id)
            .orElseGet(
                () ->
                    registry.begin(
                        window.name(), clock.instant(), Map.of("reason", window.reason())));
    registry.tag(id, Map.of("error", error, "cause", shortened(cause)));
    Optional<Champion> itself = Champion.of(objects).filter(c -> c.run().equals(id));
    itself.ifPresent(c -> registry.alias(ModelRegistry.CHAMPION, c.version()));
    registry.end(id, itself.isPresent(), clock.instant());
    if (Champion.of(objects).map(c -> !c.extract().equals(window.extract())).orElse(true)) {
      objects.delete(window.extract());
    }
  }

  private DelayModel model(String run) {
    return Champion.load(files(run));
  }

  private Map<String, byte[]> files(String run) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : DelayModel.files()) {
      files.put(name, registry.kept(run, FOLDER + name));
    }
    return files;
  }

  private Flights flights(String key, Instant until) {
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    long rows =
        LiveFlights.read(
            objects,
            key,
            f -> {
              if (f.scheduledOff().isBefore(until)) {
                builder.add(f);
              }
            });
    log.accept("%,d flights in %s".formatted(rows, key));
    return builder.build();
  }

  private static Map<String, String> parameters(TrainingWindow window, Training.Plan plan) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("from", window.from().toString());
    said.put("to", window.to().toString());
    said.put("sources", String.join(",", window.sources()));
    said.put("history_days", Integer.toString(plan.historyDays()));
    said.put("held_days", Integer.toString(plan.heldDays()));
    JSON.valueToTree(plan.recipe())
        .properties()
        .forEach(e -> said.put("recipe_" + e.getKey(), e.getValue().asText()));
    return said;
  }

  private List<Metric> metrics(TrainingReport report) {
    List<Metric> metrics = new ArrayList<>();
    report
        .epochs()
        .forEach(
            e -> {
              metrics.add(
                  new Metric("epoch/train_loss", e.trainLoss(), e.number(), clock.instant()));
              metrics.add(new Metric("epoch/log_loss", e.logLoss(), e.number(), clock.instant()));
            });
    report
        .horizons()
        .forEach(
            (horizon, h) -> {
              add(metrics, horizon, "", h.model());
              add(metrics, horizon, "/base_rate", h.baseRate());
              add(metrics, horizon, "/route_by_hour", h.routeByHour());
            });
    metrics.add(new Metric("seconds/features", report.cost().featureSeconds(), 0, clock.instant()));
    metrics.add(
        new Metric("seconds/training", report.cost().trainingSeconds(), 0, clock.instant()));
    return metrics;
  }

  private void add(List<Metric> metrics, String horizon, String of, Metrics m) {
    Map<String, Double> figures =
        Map.of(
            "auc", m.auc(),
            "average_precision", m.averagePrecision(),
            "log_loss", m.logLoss(),
            "brier", m.brier(),
            "ece", m.ece(),
            "mae", m.mae(),
            "coverage", m.coverage(),
            "width", m.width());
    figures.forEach(
        (name, value) ->
            metrics.add(new Metric(horizon + of + "/" + name, value, 0, clock.instant())));
  }

  private static String shortened(String text) {
    String words = text == null ? "" : text;
    return words.length() > 2000 ? words.substring(0, 2000) : words;
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
