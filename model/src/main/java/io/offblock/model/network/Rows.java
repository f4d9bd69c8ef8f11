package io.offblock.model.network;

import java.util.Arrays;

/**
 * Encoded rows: a byte a feature, the places, the horizon and, for training, the delay. A million
 * rows of a hundred features take 110 MB.
 */
public final class Rows {
  /** The delay of a row that has none to tell. */
  public static final short NO_DELAY = Short.MIN_VALUE;

  private static final int BLOCK = 1 << 16;
  private final int width;
  private byte[][] blocks = new byte[0][];
  private int[] flight = new int[1024];
  private byte[] horizon = new byte[1024];
  private short[] delay = new short[1024];
  private short[] carrier = new short[1024];
  private short[] origin = new short[1024];
  private short[] destination = new short[1024];
  private int size;

  /**
   * @param width features of a row
   */
  public Rows(int width) {
    this.width = width;
  }

  /** Appends a row and gives back where its bytes are to be put: {@code codes(row)}. */
  public int add(int flight, int horizon, int delay, int carrier, int origin, int destination) {
    if (size == this.flight.length) {
      int wider = size + (size >> 1);
      this.flight = Arrays.copyOf(this.flight, wider);
      this.horizon = Arrays.copyOf(this.horizon, wider);
      this.delay = Arrays.copyOf(this.delay, wider);
      this.carrier = Arrays.copyOf(this.carrier, wider);
      this.origin = Arrays.copyOf(this.origin, wider);
      this.destination = Arrays.copyOf(this.destination, wider);
    }
    if (size / BLOCK == blocks.length) {
      blocks = Arrays.copyOf(blocks, blocks.length + 1);
      blocks[size / BLOCK] = new byte[BLOCK * width];
    }
    this.flight[size] = flight;
    this.horizon[size] = (byte) horizon;
    this.delay[size] = (short) Math.max(-30_000, Math.min(30_000, delay));
    this.carrier[size] = (short) carrier;
    this.origin[size] = (short) origin;
    this.destination[size] = (short) destination;
    return size++;
  }

  /** Appends a row of another set of the same width. */
  public void add(Rows from, int row) {
    int to =
        add(
            from.flight(row),
            from.horizon(row),
            from.delay(row),
            from.carrier(row),
            from.origin(row),
            from.destination(row));
    System.arraycopy(from.codes(row), from.at(row), codes(to), at(to), width);
  }

  /** The bytes among which the row's begin at {@link #at}. */
  public byte[] codes(int row) {
    return blocks[row / BLOCK];
  }

  /** Where the row's bytes begin. */
  public int at(int row) {
    return row % BLOCK * width;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** Features of a row. */
  public int width() {
    return width;
  }

  /** The flight's place in its table. */
  public int flight(int row) {
    return flight[row];
  }

  /** Ordinal of the horizon, 4 for between. */
  public int horizon(int row) {
    return horizon[row];
  }

  /** Minutes late at the gate. */
  public int delay(int row) {
    return delay[row];
  }

  /** Place in the model's vocabulary, 0 for unknown. */
  public int carrier(int row) {
    return carrier[row];
  }

  /** Place in the model's vocabulary, 0 for unknown. */
  public int origin(int row) {
    return origin[row];
  }

  /** Place in the model's vocabulary, 0 for unknown. */
  public int destination(int row) {
    return destination[row];
  }
}
