package io.offblock.model.network;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits a network's weights with DJL. Rows are drawn in a shuffled order of a fixed seed; what is
 * made small is {@link DelayLoss}; the weights kept are the running mean of the last steps, at the
 * end of the epoch with the least log loss on rows that were not trained on. On one thread two runs
 * give the same weights.
 */
public final class NetworkTrainer {
  private static final int LATE = 15;

  /**
   * How to train.
   *
   * @param first width of the first layer
   * @param second width of the second
   * @param members networks in one
   * @param batch rows of a step
   * @param rowsAnEpoch rows between two looks at the held-back ones
   * @param epochs at most
   * @param patience epochs without a lower loss before it stops
   * @param rate learning rate at its height
   * @param decay weight decay
   * @param dropout share of hidden values left out in training
   * @param minutesWeight weight of the quantiles' loss
   * @param seed of everything that is drawn
   */
  public record Recipe(
      int first,
      int second,
      int members,
      int batch,
      int rowsAnEpoch,
      int epochs,
      int patience,
      float rate,
      float decay,
      float dropout,
      float minutesWeight,
      long seed) {
    /** The same for another time. */
    public Recipe lasting(int rowsAnEpoch, int epochs) {
      return new Recipe(
          first,
          second,
          members,
          batch,
          rowsAnEpoch,
          epochs,
          patience,
          rate,
          decay,
          dropout,
          minutesWeight,
          seed);
    }

    /** For the moments of the day. What was found best on the months of the yardstick. */
    public static Recipe standard() {
      return new Recipe(192, 96, 4, 2048, 650_000, 9, 2, 1e-3f, 0.1f, 0.2f, 0.4f, 20080316);
    }

    /**
     * For the evening before: smaller, and held back more, since what is known tells days apart
     * better than flights, and a network learns the days by heart.
     */
    public static Recipe evening() {
      return new Recipe(96, 48, 8, 4096, 150_000, 12, 3, 1e-3f, 0.2f, 0.3f, 0.2f, 20080316);
    }
  }

  /** What an epoch came to. */
  public record Epoch(int number, long rows, double trainLoss, double logLoss, double seconds) {}

  /** The weights kept and how it went. */
  public record Trained(Weights weights, List<Epoch> epochs, int kept) {}

  private final Encoding encoding;
  private final Recipe recipe;
  private final float[][] table;

  public NetworkTrainer(Encoding encoding, Recipe recipe) {
    this.encoding = encoding;
    this.recipe = recipe;
    table = encoding.table();
  }

  /**
   * Trains.
   *
   * @param rows to learn from; every row has a delay
   * @param circumstances by row, the log odds that are known to come from what it was trained in
   *     and will not be known of later ones: the network learns what is to be added to them
   * @param held rows to stop by
   * @param carriers size of the vocabulary, the unknown included
   * @param airports likewise
   * @param progress is told each epoch
   */
  public Trained train(
      Rows rows,
      float[] circumstances,
      Rows held,
      int carriers,
      int airports,
      Consumer<Epoch> progress) {
    return train(rows, circumstances, held, recipe.epochs, carriers, airports, progress);
  }

  /**
   * Trains once more, on more rows, for as long as was found best: nothing is left to stop by.
   *
   * @param epochs what an earlier training kept
   */
  public Weights again(
      Rows rows,
      float[] circumstances,
      int epochs,
      int carriers,
      int airports,
      Consumer<Epoch> progress) {
    Rows none = new Rows(rows.width());
    return train(rows, circumstances, none, epochs, carriers, airports, progress).weights();
  }

  private Trained train(
      Rows rows,
      float[] circumstances,
      Rows held,
      int most,
      int carriers,
      int airports,
      Consumer<Epoch> progress) {
    Batch batch = new Batch(rows, circumstances, encoding.size(), table, true);
    double late = 0;
    for (int r = 0; r < rows.size(); r++) {
      late += rows.delay(r) >= LATE ? 1 : 0;
    }
    double share = Math.max(0.01, Math.min(0.99, late / Math.max(1, rows.size())));
    Layout layout =
        new Layout(
            encoding.inputs(), carriers, airports, recipe.first, recipe.second, recipe.members);
    Weights begin = Weights.random(layout, recipe.seed, Math.log(share / (1 - share)));
    long steps = (long) recipe.epochs * Math.max(1, recipe.rowsAnEpoch / recipe.batch);
    try (Model model = Model.newInstance("flight-delay", "PyTorch")) {
      int hidden = recipe.members * recipe.batch * Math.max(recipe.first, recipe.second);
      Dropout dropout = new Dropout(recipe.dropout, hidden, recipe.seed, model.getNDManager());
      DelayBlock block = new DelayBlock(begin, dropout);
      model.setBlock(block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss())
              .optOptimizer(
                  Optimizer.adamW()
                      .optLearningRateTracker(rate(steps))
                      .optWeightDecays(recipe.decay)
                      .build());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(
            new Shape(1, layout.inputs()), new Shape(1, 3), new Shape(1, Layout.HORIZONS));
        return run(trainer, block, layout, batch, rows.size(), held, most, progress);
      }
    }
  }

  /** Up in a straight line, down along a cosine. */
  private Tracker rate(long steps) {
    return step -> {
      double warm = Math.min(1, (step + 1) / (0.05 * steps + 1));
      double done = Math.min(1, (double) step / steps);
      return (float) (recipe.rate * warm * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * done))));
    };
  }

  private Trained run(
      Trainer trainer,
      DelayBlock block,
      Layout layout,
      Batch batch,
      int rows,
      Rows held,
      int most,
      Consumer<Epoch> progress) {
    ShuffledOrder order = new ShuffledOrder(rows, recipe.seed);
    DelayLoss lossOf = new DelayLoss(recipe.minutesWeight, trainer.getManager());
    WeightMean mean = new WeightMean(block, trainer.getManager());
    List<Epoch> epochs = new ArrayList<>();
    Weights best = null;
    double least = Double.MAX_VALUE;
    int kept = 0;
    for (int e = 1; e <= most && e - kept <= recipe.patience; e++) {
      long began = System.nanoTime();
      double loss = 0;
      int steps = Math.max(1, recipe.rowsAnEpoch / recipe.batch);
      for (int s = 0; s < steps; s++) {
        loss += step(trainer, lossOf, batch, order.next(recipe.batch)) / steps;
        mean.take();
      }
      Weights now = mean.weights(layout).rounded();
      double logLoss = logLoss(new Network(encoding, now), held);
      Epoch epoch =
          new Epoch(
              e, (long) steps * recipe.batch, loss, logLoss, (System.nanoTime() - began) / 1e9);
      epochs.add(epoch);
      progress.accept(epoch);
      if (logLoss < least || held.size() == 0) {
        least = logLoss;
        best = now;
        kept = e;
      }
    }
    return new Trained(best, Collections.unmodifiableList(epochs), kept);
  }

  private static double step(Trainer trainer, DelayLoss lossOf, Batch batch, int[] chosen) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      batch.fill(chosen);
      NDList in = batch.inputs(manager);
      NDArray late = manager.create(batch.late, new Shape(1, chosen.length));
      NDArray minutes = manager.create(batch.minutes, new Shape(1, chosen.length));
      float loss;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDArray out = trainer.forward(in).singletonOrThrow();
        out.attach(manager);
        NDArray given = manager.create(batch.given, new Shape(1, chosen.length));
        NDArray total = lossOf.of(out, given, late, minutes);
        gradients.backward(total);
        loss = total.getFloat();
      }
      trainer.step();
      return loss;
    }
  }

  /** Mean log loss of the network's own log odds, before any calibration. */
  public static double logLoss(Network network, Rows held) {
    Network.Answer[] answers = network.answers(held);
    double loss = 0;
    for (int r = 0; r < answers.length; r++) {
      double z = answers[r].logOdds();
      double y = held.delay(r) >= LATE ? 1 : 0;
      loss += Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return loss / Math.max(1, held.size());
  }
}
