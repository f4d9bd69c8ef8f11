package io.offblock.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.offblock.model.network.Layout.Part;
import java.util.EnumMap;
import java.util.Map;

/**
 * The network as the training engine sees it; the same arithmetic as {@link Network}.
 *
 * <p>In: numbers {@code (rows, inputs)}, places {@code (rows, 3)} as 64-bit integers, horizons as
 * one-hot {@code (rows, 5)}. Out: {@code (members, rows, 4)}: log odds, median, and the distances
 * from the median down and up before softplus.
 */
final class DelayBlock extends AbstractBlock {
  private final Layout layout;
  private final Dropout dropout;
  private final Map<Part, Parameter> parameters = new EnumMap<>(Part.class);

  /**
   * @param begin what the parameters are at first
   * @param dropout of hidden values in training
   */
  DelayBlock(Weights begin, Dropout dropout) {
    super((byte) 1);
    layout = begin.layout();
    this.dropout = dropout;
    for (Part part : Part.values()) {
      Parameter parameter =
          Parameter.builder()
              .setName(part.name())
              .setType(Parameter.Type.OTHER)
              .optShape(new Shape(layout.shape(part)))
              .optInitializer(given(begin.of(part)))
              .build();
      parameters.put(part, addParameter(parameter));
    }
  }

  private static Initializer given(float[] values) {
    return (NDManager manager, Shape shape, DataType type) -> manager.create(values, shape);
  }

  Map<Part, Parameter> parts() {
    return parameters;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray numbers = inputs.get(0);
    NDArray places = inputs.get(1);
    NDArray horizon = inputs.get(2);
    Map<Part, NDArray> p = new EnumMap<>(Part.class);
    parameters.forEach(
        (part, parameter) -> p.put(part, store.getValue(parameter, numbers.getDevice(), training)));

    NDArray embedded =
        embedding(places.get(":,0"), p.get(Part.CARRIERS))
            .concat(embedding(places.get(":,1"), p.get(Part.ORIGINS)), 1)
            .concat(embedding(places.get(":,2"), p.get(Part.DESTINATIONS)), 1);
    NDArray first =
        numbers.matMul(p.get(Part.WEIGHTS)).add(embedded.matMul(p.get(Part.EMBEDDING_WEIGHTS)));
    first =
        first
            .mul(horizon.matMul(p.get(Part.HORIZON_SCALE)).add(1))
            .add(horizon.matMul(p.get(Part.HORIZON_SHIFT)));
    // (rows, first) -> (members, rows, first)
    NDArray h =
        first
            .expandDims(0)
            .mul(p.get(Part.SCALE).expandDims(1))
            .add(p.get(Part.SHIFT).expandDims(1));
    h = ai.djl.nn.Activation.relu(h);
    h = drop(h, training);
    h =
        h.matMul(p.get(Part.SECOND))
            .mul(p.get(Part.SECOND_SCALE).expandDims(1))
            .add(p.get(Part.SECOND_SHIFT).expandDims(1));
    h = ai.djl.nn.Activation.relu(h);
    h = drop(h, training);
    return new NDList(h.matMul(p.get(Part.OUT)).add(p.get(Part.OUT_SHIFT)));
  }

  private NDArray drop(NDArray h, boolean training) {
    return training ? dropout.of(h) : h;
  }

  private static NDArray embedding(NDArray places, NDArray table) {
    return Embedding.embedding(places, table, SparseFormat.DENSE).singletonOrThrow();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(layout.members(), inputs[0].get(0), Layout.OUTPUTS)};
  }
}
