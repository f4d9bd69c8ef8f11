package io.offblock.model.feature;

import static io.offblock.model.feature.Flights.NONE;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Computes features by letting time pass: departures, arrivals and the questions of all horizons
 * are put in the order of time, and a question is answered from what happened before it. That no
 * feature knows the future needs no care, then: the future has not been applied yet. Training and
 * forecasting both go through here.
 */
public final class FeatureStream {
  /** Rows between the horizons are learnt from at most so long before: further out, none are. */
  public static final Duration BETWEEN = Duration.ofHours(10);

  private static final int DUE = 0;
  private static final int LEFT = 1;
  private static final int ARRIVED = 2;
  private static final int CANCELLED = 3;
  private static final int GIVEN_UP = 4;
  private static final int ASKED = 5;
  private static final int ASKED_BETWEEN = 9;
  private static final int INDEX_BITS = 26;
  private static final int KIND_BITS = 4;

  /** Takes the rows as they are computed, in the order of their cutoffs. */
  @FunctionalInterface
  public interface Rows {
    /**
     * @param flight its place in the table
     * @param horizon null where the row lies between the horizons
     * @param newestFact minutes from the newest event that was applied to scheduled off-block
     * @param values in the order of {@link #names()}, to be copied: the array is used again; NaN
     *     where a value is missing
     */
    void row(int flight, Horizon horizon, int newestFact, float[] values);
  }

  private final Flights f;
  private final World world;
  private final Rotation rotation;
  private final Congestion congestion;
  private final Past past;
  private final Schedule schedule;
  private final Values values = new Values();

  /**
   * @param flights all that are known, past and to come
   * @param remembered the long memory at an earlier moment, or null; the flights then need to reach
   *     back only two days from what is asked
   */
  public FeatureStream(Flights flights, MemoryState remembered) {
    f = flights;
    world = new World(flights, remembered);
    rotation = new Rotation(world);
    congestion = new Congestion(world);
    past = new Past(world);
    schedule = new Schedule(world);
    if (f.size > 0) {
      fill(0, Horizon.D0, f.off[0]);
    }
  }

  /** The features in order, each {@code group.name}. */
  public List<String> names() {
    return List.copyOf(values.names());
  }

  /** Answers for every flight that is wanted at each of these horizons. */
  public void run(Set<Horizon> horizons, IntPredicate wanted, Rows rows) {
    run(horizons, wanted, i -> false, rows);
  }

  /**
   * Answers at horizons and, for the flights of {@code between}, at one more moment between 40
   * minutes and ten hours before, so that a model learns what lies between the horizons.
   */
  public void run(Set<Horizon> horizons, IntPredicate wanted, IntPredicate between, Rows rows) {
    long[] events = events(horizons, wanted, between);
    int newest = Integer.MIN_VALUE / 2;
    Horizon[] all = Horizon.values();
    for (long event : events) {
      int now = (int) (event >> (INDEX_BITS + KIND_BITS));
      int kind = (int) (event >> INDEX_BITS) & ((1 << KIND_BITS) - 1);
      int i = (int) event & ((1 << INDEX_BITS) - 1);
      if (kind >= ASKED) {
        Horizon horizon = kind == ASKED_BETWEEN ? null : all[kind - ASKED];
        fill(i, horizon, now);
        rows.row(i, horizon, f.off[i] - newest, values.row);
      } else {
        apply(kind, i, now);
        newest = kind == LEFT || kind == ARRIVED ? now : newest;
      }
    }
  }

  /** Answers for these flights from all that is known at one moment. */
  public void at(Instant moment, int[] flights, Rows rows) {
    at(moment, flights, new int[0], rows);
  }

  /**
   * Answers for these flights from all that is known at one moment, and from later departures that
   * are taken as known then. Nothing else of what comes after the moment is applied: a flight that
   * is due later is not late yet.
   *
   * @param foretold flights whose departure is known, though it may lie after the moment
   */
  public void at(Instant moment, int[] flights, int[] foretold, Rows rows) {
    int now = (int) Math.floorDiv(moment.getEpochSecond(), 60L);
    int newest = Integer.MIN_VALUE / 2;
    for (long event : events(Set.of(), i -> false, i -> false)) {
      int time = (int) (event >> (INDEX_BITS + KIND_BITS));
      if (time > now) {
        break;
      }
      int kind = (int) (event >> INDEX_BITS) & ((1 << KIND_BITS) - 1);
      apply(kind, (int) event & ((1 << INDEX_BITS) - 1), time);
      newest = kind == LEFT || kind == ARRIVED ? time : newest;
    }
    for (int i : foretold) {
      if (f.actualOff[i] > now && !f.cancelled[i]) {
        world.foretold(i);
      }
    }
    for (int i : flights) {
      fill(i, null, now);
      rows.row(i, null, f.off[i] - newest, values.row);
    }
  }

  /**
   * The long memory of some flights at a moment. Arrivals after it are in none, though the table
   * may hold them: who takes it up later finds them in a table of his own.
   *
   * @param remembered what was remembered at an earlier moment and is carried on, or null; the
   *     flights then need to reach back to a day before it
   */
  public static MemoryState memory(Flights flights, MemoryState remembered, Instant moment) {
    FeatureStream stream = new FeatureStream(flights, remembered);
    stream.at(moment, new int[0], (i, horizon, newest, values) -> {});
    MemoryState state =
        MemoryState.of(stream.world, (int) Math.floorDiv(moment.getEpochSecond(), 60L));
    return remembered == null ? state : state.beside(remembered);
  }

  private void apply(int kind, int i, int now) {
    switch (kind) {
      case DUE -> world.due(i);
      case LEFT -> world.left(i, now);
      case ARRIVED -> world.arrived(i, now);
      case CANCELLED -> world.cancelled(i, now);
      default -> world.stopWaiting(i);
    }
  }

  private void fill(int i, Horizon horizon, int now) {
    values.begin();
    boolean assigned = horizon != Horizon.D0;
    rotation.put(i, now, assigned, values);
    congestion.put(i, now, values);
    past.put(i, now, values);
    schedule.put(i, f.off[i] - now, horizon == Horizon.D0, values);
  }

  private long[] events(Set<Horizon> horizons, IntPredicate wanted, IntPredicate between) {
    Events events = new Events(f.size);
    for (int i = 0; i < f.size; i++) {
      events.add(f.off[i], DUE, i);
      boolean left = f.actualOff[i] != NONE && !f.cancelled[i];
      if (left) {
        events.add(f.actualOff[i], LEFT, i);
      }
      if (left && f.actualOn[i] != NONE && !f.diverted[i]) {
        events.add(Math.max(f.actualOn[i], f.actualOff[i]), ARRIVED, i);
      }
      if (f.cancelled[i]) {
        events.add(f.off[i] + World.CANCELLATION_KNOWN, CANCELLED, i);
      }
      events.add(f.off[i] + World.WAITING, GIVEN_UP, i);
      if (wanted.test(i)) {
        for (Horizon h : horizons) {
          events.add(h.cutoff(f.off[i]), ASKED + h.ordinal(), i);
        }
      }
      if (between.test(i)) {
        long random = Keys.mix(f.off[i], i) >>> 11;
        double u = random * 0x1.0p-53;
        events.add(f.off[i] - (int) (40 * Math.pow(15, u)), ASKED_BETWEEN, i);
      }
    }
    return events.sorted();
  }

  /** Moments, kinds and flights in one number each: sorting them is sorting by time, then kind. */
  private static final class Events {
    private long[] packed;
    private int size;

    Events(int flights) {
      if (flights >= 1 << INDEX_BITS) {
        throw new IllegalArgumentException(flights + " flights are more than one table holds");
      }
      packed = new long[Math.max(64, flights * 4)];
    }

    void add(int time, int kind, int flight) {
      if (size == packed.length) {
        packed = Arrays.copyOf(packed, size + (size >> 1));
      }
      packed[size++] =
          ((long) time << (INDEX_BITS + KIND_BITS)) | ((long) kind << INDEX_BITS) | flight;
    }

    long[] sorted() {
      long[] all = Arrays.copyOf(packed, size);
      packed = null;
      Arrays.sort(all);
      return all;
    }
  }
}
