package io.offblock.model.feature;

import static io.offblock.model.feature.Flights.NONE;

/**
 * What is known of the flights at one moment. Events are applied in the order of time and nothing
 * is read of a flight but what an applied event has told: {@link #state} guards every actual time.
 */
final class World {
  static final byte SCHEDULED = 0;
  static final byte AIRBORNE = 1;
  static final byte ARRIVED = 2;
  static final byte CANCELLED = 3;

  /** Files do not say when a flight was cancelled: an hour after schedule it is taken as known. */
  static final int CANCELLATION_KNOWN = 60;

  /** So long a flight that has not left counts as waiting. */
  static final int WAITING = 180;

  /** A turnaround shorter than this, in minutes, is not counted on. */
  static final int LEAST_TURN = 25;

  /**
   * No plan turns an aircraft around faster, in minutes. Files tell the aircraft that flew: one
   * that was to leave before it had arrived was put in for another that was late, so that a pairing
   * shorter than this would give away the outcome.
   */
  static final int SHORTEST_PLAN = 20;

  private static final int FURTHEST = 6;
  private static final int LONGEST_TURN = 720;
  private static final int LEAST = -45;
  private static final int MOST = 240;

  final Flights f;
  final byte[] state;
  final int[] inbound;
  final Network network = new Network();
  final Traffic traffic;
  final Memories memories;
  private final boolean[] waiting;

  World(Flights f, MemoryState remembered) {
    this.f = f;
    state = new byte[f.size];
    waiting = new boolean[f.size];
    inbound = new Timetable(f.tail, f.tails.size(), f.off).previous();
    traffic = new Traffic(f);
    memories = new Memories(f, network, remembered);
  }

  /** It should leave now. */
  void due(int i) {
    if (state[i] == SCHEDULED) {
      waiting[i] = true;
      traffic.wait(i);
    }
  }

  void left(int i, int now) {
    state[i] = AIRBORNE;
    stopWaiting(i);
    int before = inbound[i];
    if (before >= 0 && connects(before, i)) {
      memories.turned(i, now, f.off[i] - f.on[before]);
    }
    traffic.left(i, now, cut(departureDelay(i)));
  }

  /**
   * It is reckoned with as having left when its departure says, which is still to come. Its
   * aircraft's next legs and those that wait for it know; the last hours of airports and carriers
   * do not, as it is none of theirs.
   */
  void foretold(int i) {
    state[i] = AIRBORNE;
  }

  void cancelled(int i, int now) {
    if (state[i] == SCHEDULED) {
      state[i] = CANCELLED;
      stopWaiting(i);
      traffic.cancelled(i, now);
    }
  }

  void stopWaiting(int i) {
    if (waiting[i]) {
      waiting[i] = false;
      traffic.stopWaiting(i);
    }
  }

  void arrived(int i, int now) {
    state[i] = ARRIVED;
    int delay = cut(arrivalDelay(i));
    int gain = f.actualOff[i] == NONE ? 0 : cut(arrivalDelay(i) - (f.actualOff[i] - f.off[i]));
    traffic.arrived(i, now, delay, gain);
    memories.arrived(i, now, delay, gain);
    if (!memories.remembers(now)) {
      network.arrived(now, delay);
    }
  }

  static int cut(int delay) {
    return Math.max(LEAST, Math.min(MOST, delay));
  }

  /** Minutes late off block; only of a flight that is known to have left. */
  int departureDelay(int i) {
    if (state[i] != AIRBORNE && state[i] != ARRIVED) {
      throw new IllegalStateException("the departure of flight " + i + " is not known yet");
    }
    return f.actualOff[i] == NONE ? 0 : f.actualOff[i] - f.off[i];
  }

  /** Minutes late on block; only of a flight that is known to have arrived. */
  int arrivalDelay(int i) {
    if (state[i] != ARRIVED) {
      throw new IllegalStateException("the arrival of flight " + i + " is not known yet");
    }
    return f.actualOn[i] - f.on[i];
  }

  /** How late it is known to be: arrived, left, or past its schedule on the ground; else 0. */
  int known(int i, int now) {
    return switch (state[i]) {
      case ARRIVED -> arrivalDelay(i);
      case AIRBORNE -> Math.max(departureDelay(i), now - f.on[i]);
      case SCHEDULED -> Math.max(0, now - f.off[i]);
      default -> 0;
    };
  }

  /** The aircraft's leg before this one, -1 where it is not known or lies too far back. */
  int inbound(int i) {
    return inbound[i];
  }

  /** Whether the leg before was planned to bring the aircraft here, within half a day. */
  boolean connects(int before, int i) {
    int turn = f.off[i] - f.on[before];
    return f.destination[before] == f.origin[i] && turn >= SHORTEST_PLAN && turn < LONGEST_TURN;
  }

  /** The arrival delay to be reckoned with, from what is known of the legs that lead to it. */
  double projected(int i, int now) {
    return projected(i, now, FURTHEST);
  }

  private double projected(int i, int now, int further) {
    return switch (state[i]) {
      case ARRIVED -> cut(arrivalDelay(i));
      case AIRBORNE ->
          cut((int) Math.max(departureDelay(i) + memories.gain(i, now), now - f.on[i]));
      case CANCELLED -> 0;
      default -> {
        double late = Math.max(0, now - f.off[i]);
        yield Math.min(MOST, Math.max(late, reactionary(i, now, further))) + memories.gain(i, now);
      }
    };
  }

  /** The departure delay that follows from the inbound leg's and the time to turn around. */
  double reactionary(int i, int now) {
    return reactionary(i, now, FURTHEST);
  }

  private double reactionary(int i, int now, int further) {
    int before = inbound[i];
    if (before < 0 || further == 0 || !connects(before, i)) {
      return 0;
    }
    int spare = f.off[i] - f.on[before] - LEAST_TURN;
    return Math.max(0, projected(before, now, further - 1) - spare);
  }
}
