package io.offblock.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.offblock.model.network.Layout.Part;
import java.util.EnumMap;
import java.util.Map;

/** The running mean of the weights, which forgets the first steps soon and later ones slowly. */
final class WeightMean {
  private static final float LAST = 0.998f;
  private static final int EVERY = 4;
  private final Map<Part, NDArray> means = new EnumMap<>(Part.class);
  private final Map<Part, Parameter> parameters;
  private long steps;

  WeightMean(DelayBlock block, NDManager manager) {
    parameters = block.parts();
    parameters.forEach((part, p) -> means.put(part, copy(p, manager)));
  }

  private static NDArray copy(Parameter p, NDManager manager) {
    NDArray copy = manager.create(p.getArray().toFloatArray(), p.getArray().getShape());
    copy.attach(manager);
    return copy;
  }

  void take() {
    if (++steps % EVERY != 0) {
      return;
    }
    float keep = Math.min((float) Math.pow(LAST, EVERY), steps / (steps + 10f * EVERY));
    means.forEach(
        (part, mean) -> {
          try (NDArray now = parameters.get(part).getArray().stopGradient();
              NDArray share = now.mul(1 - keep)) {
            mean.muli(keep).addi(share);
          }
        });
  }

  Weights weights(Layout layout) {
    Map<Part, float[]> parts = new EnumMap<>(Part.class);
    means.forEach((part, mean) -> parts.put(part, mean.toFloatArray()));
    return new Weights(layout, parts);
  }
}
