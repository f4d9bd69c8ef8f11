package io.offblock.model.training;

import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.Specialist;
import io.offblock.model.forecast.Usual;
import io.offblock.model.forecast.Vocabulary;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.Network;
import io.offblock.model.network.NetworkTrainer;
import io.offblock.model.network.NetworkTrainer.Recipe;
import io.offblock.model.network.Rows;
import io.offblock.model.network.Weights;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One of the two networks on its way: what it is fitted to, and with it what was held back. */
final class SpecialistTraining {
  private static final int TRIALS = 2;
  private static final int STOPPING_ROWS = 80_000;
  private static final int USUAL_ROWS = 40_000;

  /**
   * What both networks have in common.
   *
   * @param heldFrom first of the days that are held back, local, in epoch days
   * @param chosen which flights to fit to
   * @param progress is told each epoch in a line
   */
  record Scope(
      Flights flights,
      Encoding encoding,
      Vocabulary carriers,
      Vocabulary airports,
      int heldFrom,
      IntPredicate chosen,
      Consumer<String> progress) {}

  private final Scope scope;
  private final boolean inTheEvening;
  private final NetworkTrainer trainer;
  private final Rows rows;

  private SpecialistTraining(Scope scope, boolean inTheEvening, Recipe recipe, Rows rows) {
    this.scope = Objects.requireNonNull(scope);
    this.inTheEvening = inTheEvening;
    this.trainer = new NetworkTrainer(scope.encoding, recipe);
    this.rows = Objects.requireNonNull(rows);
  }

  /** For the moments of the day. The rows become more by {@link #again}. */
  static SpecialistTraining day(Scope scope, Recipe recipe, Rows rows) {
    return new SpecialistTraining(scope, false, recipe, rows);
  }

  /** For the evening before. The rows become more by {@link #again}. */
  static SpecialistTraining evening(Scope scope, Recipe recipe, Rows rows) {
    return new SpecialistTraining(scope, true, recipe, rows);
  }

  /** The first training, without the days that are held back. */
  NetworkTrainer.Trained train(Rows held) {
    return trainer.train(
        rows,
        circumstances(),
        sample(held, STOPPING_ROWS, r -> isHeld(held, r)),
        scope.carriers.size(),
        scope.airports.size(),
        e -> say(e, ", log loss on later days %.4f".formatted(e.logLoss())));
  }

  /**
   * The same on all days, the latest too, for as long as was best without them. As these days are
   * among what it was fitted to, it must know them better than what never saw them: a training that
   * went astray is tried once more, and then the first one stays.
   */
  Specialist again(Rows held, NetworkTrainer.Trained first) {
    Rows known = sample(held, STOPPING_ROWS, r -> isHeld(held, r));
    double before = first.epochs().get(first.kept() - 1).logLoss();
    for (int r = 0; r < held.size(); r++) {
      if (isHeld(held, r) && scope.chosen.test(held.flight(r))) {
        rows.add(held, r);
      }
    }
    float[] circumstances = circumstances();
    for (int trial = 1; trial <= TRIALS; trial++) {
      Weights weights =
          trainer.again(
              rows,
              circumstances,
              first.kept(),
              scope.carriers.size(),
              scope.airports.size(),
              e -> say(e, ", all days"));
      double now = NetworkTrainer.logLoss(new Network(scope.encoding, weights), known);
      scope.progress.accept(
          "%s, all days: log loss on the latest %.4f, %.4f before it knew them"
              .formatted(name(), now, before));
      if (now <= before) {
        return specialist(weights);
      }
    }
    return specialist(first.weights());
  }

  Specialist specialist(Weights weights) {
    return new Specialist(
        weights,
        Usual.of(
            new Network(scope.encoding, weights),
            scope.encoding.groups(),
            sample(rows, USUAL_ROWS, r -> true)));
  }

  /**
   * What the day brought is told of the evening before, which cannot foresee it. At the other
   * moments it is what the network is to learn from: queues and late aircraft are features.
   */
  private float[] circumstances() {
    return inTheEvening ? Circumstances.of(scope.flights, rows) : new float[rows.size()];
  }

  private boolean isHeld(Rows held, int r) {
    return held.horizon(r) == Horizon.D0.ordinal() == inTheEvening
        && scope.flights.localDay(held.flight(r)) >= scope.heldFrom;
  }

  private String name() {
    return inTheEvening ? "evening" : "day";
  }

  private void say(NetworkTrainer.Epoch e, String more) {
    scope.progress.accept(
        "%s, epoch %d: %,d rows, loss %.4f%s, %.0f s"
            .formatted(name(), e.number(), e.rows(), e.trainLoss(), more, e.seconds()));
  }

  private static Rows sample(Rows rows, int most, IntPredicate wanted) {
    int[] all = IntStream.range(0, rows.size()).filter(wanted).toArray();
    Rows sample = new Rows(rows.width());
    int step = Math.max(1, all.length / most);
    for (int k = 0; k < all.length; k += step) {
      sample.add(rows, all[k]);
    }
    return sample;
  }
}
