package io.offblock.model.feature;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.model.extract.HistoricFlight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Flights as columns of numbers, in the order of their scheduled off-block: two million of them
 * take 150 MB. Times are minutes since 1970 UTC, {@link #NONE} where absent; codes are places in
 * the {@link #carriers}, {@link #airports}, … .
 */
public final class Flights {
  /** An absent time or code. */
  public static final int NONE = Integer.MIN_VALUE;

  final int size;
  final int[] off;
  final int[] on;
  final int[] actualOff;
  final int[] actualOn;
  final boolean[] cancelled;
  final boolean[] diverted;
  final short[] carrier;
  final short[] origin;
  final short[] destination;
  final int[] number;
  final int[] tail;
  final short[] type;
  final short[] localOff;
  final short[] localOn;
  final int[] localDay;
  final short[] distance;
  final int[] source;

  /** The vocabularies of this table, in the order of first appearance. */
  final Codes carriers;

  final Codes airports;
  final Codes numbers;
  final Codes tails;
  final Codes types;

  private Flights(Builder b) {
    long[] order = new long[b.size];
    for (int i = 0; i < b.size; i++) {
      order[i] = ((long) b.off.at(i) << 32) | i;
    }
    Arrays.sort(order);
    int[] at = new int[b.size];
    for (int i = 0; i < b.size; i++) {
      at[i] = (int) order[i];
    }
    size = b.size;
    source = at;
    off = b.off.ordered(at);
    on = b.on.ordered(at);
    actualOff = b.actualOff.ordered(at);
    actualOn = b.actualOn.ordered(at);
    int[] flags = b.flags.ordered(at);
    cancelled = new boolean[size];
    diverted = new boolean[size];
    for (int i = 0; i < size; i++) {
      cancelled[i] = (flags[i] & 1) != 0;
      diverted[i] = (flags[i] & 2) != 0;
    }
    carrier = shorts(b.carrier.ordered(at));
    origin = shorts(b.origin.ordered(at));
    destination = shorts(b.destination.ordered(at));
    number = b.number.ordered(at);
    tail = b.tail.ordered(at);
    type = shorts(b.type.ordered(at));
    carriers = b.carriers;
    airports = b.airports;
    numbers = b.numbers;
    tails = b.tails;
    types = b.types;
    distance = new short[size];
    localOff = new short[size];
    localOn = new short[size];
    localDay = new int[size];
    new Places(b).fill(this);
  }

  /** Those of another table that come before an end; codes and vocabularies stay. */
  private Flights(Flights all, int[] at) {
    size = at.length;
    off = picked(all.off, at);
    on = picked(all.on, at);
    actualOff = picked(all.actualOff, at);
    actualOn = picked(all.actualOn, at);
    cancelled = new boolean[size];
    diverted = new boolean[size];
    for (int i = 0; i < size; i++) {
      cancelled[i] = all.cancelled[at[i]];
      diverted[i] = all.diverted[at[i]];
    }
    carrier = picked(all.carrier, at);
    origin = picked(all.origin, at);
    destination = picked(all.destination, at);
    number = picked(all.number, at);
    tail = picked(all.tail, at);
    type = picked(all.type, at);
    localOff = picked(all.localOff, at);
    localOn = picked(all.localOn, at);
    localDay = picked(all.localDay, at);
    distance = picked(all.distance, at);
    source = picked(all.source, at);
    carriers = all.carriers;
    airports = all.airports;
    numbers = all.numbers;
    tails = all.tails;
    types = all.types;
  }

  private static int[] picked(int[] from, int[] at) {
    int[] to = new int[at.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }

  private static short[] picked(short[] from, int[] at) {
    short[] to = new short[at.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }

  /**
   * The flights of days before one, as if the table ended there.
   *
   * @param day local at the origin, in days since 1970
   */
  public Flights before(int day) {
    return new Flights(
        this, java.util.stream.IntStream.range(0, size).filter(i -> localDay[i] < day).toArray());
  }

  private static short[] shorts(int[] values) {
    short[] s = new short[values.length];
    for (int i = 0; i < s.length; i++) {
      s[i] = (short) values[i];
    }
    return s;
  }

  /** How many flights there are. */
  public int size() {
    return size;
  }

  /** Which of the flights given this one is: row i of the table was the n-th that was added. */
  public int source(int flight) {
    return source[flight];
  }

  /** Scheduled off-block. */
  public Instant scheduledOff(int flight) {
    return Instant.ofEpochSecond(off[flight] * 60L);
  }

  /** Day of the flight, local at its origin, in days since 1970. */
  public int localDay(int flight) {
    return localDay[flight];
  }

  /** Local hour of the scheduled off-block, 0 to 23. */
  public int localHour(int flight) {
    return localOff[flight] / 60;
  }

  /** Operating carrier. */
  public String carrier(int flight) {
    return carriers.text(carrier[flight]);
  }

  /** Carrier and flight number. */
  public String number(int flight) {
    return numbers.text(number[flight]);
  }

  /** IATA code of the origin. */
  public String origin(int flight) {
    return airports.text(origin[flight]);
  }

  /** IATA code of the destination. */
  public String destination(int flight) {
    return airports.text(destination[flight]);
  }

  /** It arrived where it should have, and both times are known: only such a flight has a delay. */
  public boolean hasDelay(int flight) {
    return !cancelled[flight]
        && !diverted[flight]
        && actualOn[flight] != NONE
        && actualOff[flight] != NONE;
  }

  /** Minutes after schedule at the gate; only where {@link #hasDelay(int)}. */
  public int arrivalDelay(int flight) {
    return actualOn[flight] - on[flight];
  }

  /** Collects flights in any order. */
  public static final class Builder {
    final Airports table;
    final List<Optional<Airport>> found = new ArrayList<>();
    final Ints off = new Ints();
    final Ints on = new Ints();
    final Ints actualOff = new Ints();
    final Ints actualOn = new Ints();
    final Ints flags = new Ints();
    final Ints carrier = new Ints();
    final Ints origin = new Ints();
    final Ints destination = new Ints();
    final Ints number = new Ints();
    final Ints tail = new Ints();
    final Ints type = new Ints();
    final Codes carriers = new Codes();
    final Codes airports = new Codes();
    final Codes numbers = new Codes();
    final Codes tails = new Codes();
    final Codes types = new Codes();
    private int size;

    /**
     * @param table zones and places of the airports
     */
    public Builder(Airports table) {
      this.table = table;
    }

    /** Adds a flight. */
    public Builder add(HistoricFlight f) {
      off.add(minute(f.scheduledOff()));
      on.add(f.scheduledOn().map(Builder::minute).orElse(NONE));
      actualOff.add(f.actualOff().map(Builder::minute).orElse(NONE));
      actualOn.add(f.actualOn().map(Builder::minute).orElse(NONE));
      flags.add((f.cancelled() ? 1 : 0) | (f.diverted() ? 2 : 0));
      carrier.add(carriers.code(f.carrier()));
      origin.add(airport(f.origin()));
      destination.add(airport(f.destination()));
      number.add(numbers.code(f.carrier() + f.number()));
      tail.add(f.registration().map(tails::code).orElse(-1));
      type.add(f.type().map(types::code).orElse(-1));
      size++;
      return this;
    }

    private int airport(String iata) {
      int code = airports.code(iata);
      if (code == found.size()) {
        found.add(table.find(iata));
      }
      return code;
    }

    private static int minute(Instant time) {
      return (int) Math.floorDiv(time.getEpochSecond(), 60L);
    }

    /** The table. The builder is done with. */
    public Flights build() {
      return new Flights(this);
    }
  }
}
