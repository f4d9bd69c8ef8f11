package io.offblock.model.feature;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.GreatCircle;
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

  /** Local times, distances, and scheduled arrivals that the source does not tell. */
  private static final class Places {
    private static final int TAXI = 40;
    private static final double KM_A_MINUTE = 13;
    private final List<Optional<Airport>> found;
    private final LongMap blocks = new LongMap();
    private final LongMap distances = new LongMap();

    Places(Builder b) {
      found = b.found;
    }

    void fill(Flights f) {
      for (int i = 0; i < f.size; i++) {
        f.distance[i] = (short) distance(f.origin[i], f.destination[i]);
        if (f.on[i] != NONE && f.on[i] > f.off[i]) {
          blocks.put(key(f, i), f.on[i] - f.off[i]);
        }
      }
      for (int i = 0; i < f.size; i++) {
        if (f.on[i] == NONE || f.on[i] <= f.off[i]) {
          int usual = blocks.get(key(f, i), -1);
          f.on[i] = f.off[i] + (usual > 0 ? usual : TAXI + (int) (f.distance[i] / KM_A_MINUTE));
        }
        int localOff = f.off[i] + offset(f.origin[i], f.off[i]);
        f.localDay[i] = Math.floorDiv(localOff, 1440);
        f.localOff[i] = (short) Math.floorMod(localOff, 1440);
        f.localOn[i] = (short) Math.floorMod(f.on[i] + offset(f.destination[i], f.on[i]), 1440);
      }
    }

    private static long key(Flights f, int i) {
      return ((long) f.number[i] << 32) | (f.origin[i] & 0xffffL) << 16 | f.destination[i] & 0xffff;
    }

    private int offset(int airport, int minute) {
      return found
          .get(airport)
          .map(a -> a.zone().getRules().getOffset(Instant.ofEpochSecond(minute * 60L)))
          .map(o -> o.getTotalSeconds() / 60)
          .orElse(0);
    }

    private int distance(int from, int to) {
      long route = ((long) from << 16) | to;
      int known = distances.get(route, -1);
      if (known < 0) {
        known =
            found.get(from).isPresent() && found.get(to).isPresent()
                ? (int) GreatCircle.distanceKm(found.get(from).get(), found.get(to).get())
                : 0;
        distances.put(route, known);
      }
      return known;
    }
  }
}
