package io.offblock.model.network;

/**
 * The sizes of a network. From the encoded numbers and the embeddings of carrier, origin and
 * destination one shared layer leads to {@code members} small networks that share their second
 * layer too and differ in how they scale it; their mean is the forecast. The horizon scales and
 * shifts the first layer.
 *
 * @param inputs numbers of a row
 * @param carriers vocabulary, the unknown one at 0 included
 * @param airports vocabulary, the unknown one at 0 included
 * @param first width of the first layer
 * @param second width of the second
 * @param members networks in one
 */
public record Layout(int inputs, int carriers, int airports, int first, int second, int members) {
  /** Width of a carrier's embedding. */
  static final int CARRIER = 6;

  /** Width of an airport's embedding, one as origin and another as destination. */
  static final int AIRPORT = 10;

  /** All embeddings of a row. */
  static final int EMBEDDED = CARRIER + 2 * AIRPORT;

  /** The four horizons and what lies between. */
  public static final int HORIZONS = 5;

  /** Log odds of being late; the median; how far below it and above it the interval reaches. */
  static final int OUTPUTS = 4;

  /** The parameters, in the order in which they are kept. */
  enum Part {
    WEIGHTS,
    EMBEDDING_WEIGHTS,
    CARRIERS,
    ORIGINS,
    DESTINATIONS,
    HORIZON_SCALE,
    HORIZON_SHIFT,
    SCALE,
    SHIFT,
    SECOND,
    SECOND_SCALE,
    SECOND_SHIFT,
    OUT,
    OUT_SHIFT
  }

  /** The shape of a part. */
  long[] shape(Part part) {
    return switch (part) {
      case WEIGHTS -> new long[] {inputs, first};
      case EMBEDDING_WEIGHTS -> new long[] {EMBEDDED, first};
      case CARRIERS -> new long[] {carriers, CARRIER};
      case ORIGINS, DESTINATIONS -> new long[] {airports, AIRPORT};
      case HORIZON_SCALE, HORIZON_SHIFT -> new long[] {HORIZONS, first};
      case SCALE, SHIFT -> new long[] {members, first};
      case SECOND -> new long[] {first, second};
      case SECOND_SCALE, SECOND_SHIFT -> new long[] {members, second};
      case OUT -> new long[] {members, second, OUTPUTS};
      case OUT_SHIFT -> new long[] {members, 1, OUTPUTS};
    };
  }

  int size(Part part) {
    long size = 1;
    for (long n : shape(part)) {
      size *= n;
    }
    return Math.toIntExact(size);
  }
}
