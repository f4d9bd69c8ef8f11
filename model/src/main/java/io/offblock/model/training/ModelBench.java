package io.offblock.model.training;

import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Latency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What the model costs on this machine.
 *
 * @param flights in the files
 * @param featureRows rows of all horizons of all flights with a delay
 * @param featureSeconds time to compute them in one pass, on one thread
 * @param peakMegabytes most memory that the process had resident until then; NaN where the system
 *     does not tell
 * @param fitRows rows trained on
 * @param trainingSeconds from flights to a calibrated model, features included
 * @param modelMegabytes its files without the daily correction
 * @param forecast one forecast with reasons, and batches
 * @param training how good the model is that this was spent on
 */
public record ModelBench(
    int flights,
    long featureRows,
    double featureSeconds,
    double peakMegabytes,
    int fitRows,
    double trainingSeconds,
    double modelMegabytes,
    Latency.Bench forecast,
    TrainingReport training) {

  /**
   * Measures.
   *
   * @param folder where the model is written
   */
  public static ModelBench of(
      Flights flights, Training.Plan plan, Path folder, Consumer<String> progress)
      throws IOException {
    long began = System.nanoTime();
    long[] rows = {0};
    new FeatureStream(flights, null)
        .run(
            EnumSet.allOf(Horizon.class),
            flights::hasDelay,
            (i, horizon, newest, values) -> rows[0]++);
    double features = seconds(began);
    double peak = mostResident().orElse(Double.NaN);
    progress.accept("features of %,d rows in %.0f s".formatted(rows[0], features));
    began = System.nanoTime();
    Training.Outcome outcome = Training.run(flights, plan, progress);
    double training = seconds(began);
    outcome.model().save(folder);
    long bytes = 0;
    for (String name : DelayModel.files()) {
      bytes += name.startsWith("model") ? Files.size(folder.resolve(name)) : 0;
    }
    return new ModelBench(
        flights.size(),
        rows[0],
        features,
        peak,
        outcome.report().window().fitRows(),
        training,
        bytes / 1e6,
        Latency.bench(outcome.model(), flights),
        outcome.report());
  }

  /** As Linux tells it. */
  private static OptionalDouble mostResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalDouble.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
        .findFirst();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
