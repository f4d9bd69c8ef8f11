package io.offblock.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * What training makes small: the cross entropy of being late plus the pinball losses of the
 * quantiles (Koenker and Bassett 1978), each as a mean over networks and rows.
 *
 * <p>The numbers in it are arrays that live as long as the training. An operation that is given a
 * plain number wraps it in memory of its own and lets go of that when it returns, while the engine
 * reads it again for the gradient: whatever the collector frees in between is read as a factor.
 * Sums keep nothing for the gradient, and may take plain numbers.
 */
final class DelayLoss {
  private static final float[] QUANTILES = {0.1f, 0.5f, 0.9f};

  private final NDArray zero;
  private final NDArray minutesWeight;
  private final NDArray[] above = new NDArray[QUANTILES.length];
  private final NDArray[] below = new NDArray[QUANTILES.length];

  /**
   * @param minutesWeight what the quantiles' loss counts beside the cross entropy
   * @param manager that lives at least as long as each gradient of this loss is wanted
   */
  DelayLoss(float minutesWeight, NDManager manager) {
    zero = manager.create(0f);
    this.minutesWeight = manager.create(minutesWeight);
    for (int q = 0; q < QUANTILES.length; q++) {
      above[q] = manager.create(QUANTILES[q]);
      below[q] = manager.create(QUANTILES[q] - 1);
    }
  }

  /**
   * The loss of one step, a scalar.
   *
   * @param out what {@link DelayBlock} gives, {@code (members, rows, 4)}
   * @param given log odds that each row brings along, {@code (1, rows)}
   * @param late 1 for each row that was late, {@code (1, rows)}
   * @param minutes delay of each row in the unit of the outputs, {@code (1, rows)}
   */
  NDArray of(NDArray out, NDArray given, NDArray late, NDArray minutes) {
    return crossEntropy(out.get(":,:,0").add(given), late)
        .add(pinball(out, minutes).mul(minutesWeight));
  }

  private NDArray crossEntropy(NDArray logOdds, NDArray late) {
    return logOdds
        .maximum(zero)
        .sub(logOdds.mul(late))
        .add(logOdds.abs().neg().exp().add(1).log())
        .mean();
  }

  private NDArray pinball(NDArray out, NDArray minutes) {
    NDArray median = out.get(":,:,1");
    NDArray[] quantiles = {
      median.sub(softplus(out.get(":,:,2"))), median, median.add(softplus(out.get(":,:,3")))
    };
    NDArray sum = null;
    for (int q = 0; q < QUANTILES.length; q++) {
      NDArray off = minutes.sub(quantiles[q]);
      NDArray loss = off.mul(above[q]).maximum(off.mul(below[q])).mean();
      sum = sum == null ? loss : sum.add(loss);
    }
    return sum;
  }

  private NDArray softplus(NDArray x) {
    return x.maximum(zero).add(x.abs().neg().exp().add(1).log());
  }
}
