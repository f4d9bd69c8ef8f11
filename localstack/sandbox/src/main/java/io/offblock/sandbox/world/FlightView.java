package io.offblock.sandbox.world;

import static io.offblock.sandbox.world.Minutes.NONE;

/**
 * What is known of a flight at a moment: a pure function of the flight and the moment. Estimates
 * come late, are revised and converge; gates and the registration are given out some hours before.
 *
 * @param registration empty before it is known; terminals and gates likewise, and where an airport
 *     has none
 */
public record FlightView(
    Flight flight,
    Status status,
    int estimatedOff,
    int actualOff,
    int estimatedOn,
    int actualOn,
    Stand departure,
    Stand arrival,
    String registration) {

  /** A flight's state, in the words of the API. */
  public enum Status {
    NA("No status"),
    DP("Flight Departed"),
    LD("Flight Landed"),
    CD("Flight Cancelled"),
    DV("Flight Diverted");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** How a side of a flight keeps to its time, in the words of the API. */
  public enum TimeStatus {
    FE("Flight Early"),
    OT("Flight On Time"),
    DL("Flight Delayed"),
    NO("No status");

    private final String words;

    TimeStatus(String words) {
      this.words = words;
    }

    /** Early below zero minutes late, delayed from 16. */
    public static TimeStatus of(int minutesLate) {
      return minutesLate < 0 ? FE : minutesLate < DELAYED ? OT : DL;
    }

    /** An arrival's status: a flight that left late is late up to 15 minutes too. */
    public TimeStatus after(TimeStatus departure) {
      return this == OT && departure == DL ? DL : this;
    }

    public String words() {
      return words;
    }
  }

  /** From this many minutes on a side counts as delayed. */
  private static final int DELAYED = 16;

  /**
   * Horizons in minutes before off-block, and how much of the coming delay is known within each.
   */
  private static final int[] HORIZONS = {20, 45, 90, 180, 300};

  private static final double[] KNOWN = {1, .92, .8, .6, .35};

  static FlightView of(Flight flight, int now) {
    boolean cancelled = flight.cancelled() && now >= flight.cancelledAt();
    int estimatedOff = NONE;
    int actualOff = NONE;
    int estimatedOn = NONE;
    int actualOn = NONE;
    Status status = Status.NA;
    if (cancelled) {
      status = Status.CD;
    } else if (!flight.cancelled() && now >= flight.off()) {
      actualOff = flight.off();
      status = Status.DP;
      if (now >= flight.on()) {
        status = Status.LD;
        actualOn = flight.on();
        estimatedOn = Noise.unit(flight.key(), 31) < 0.05 ? flight.on() : NONE;
        // Some airports never say when a flight left, only when it came.
        actualOff = !flight.diverted() && forgetful(flight) ? NONE : actualOff;
      } else {
        estimatedOn = estimateOn(flight, now);
      }
    } else if (!flight.cancelled()) {
      estimatedOff = estimateOff(flight, now);
      if (estimatedOff != NONE && estimatedOff - flight.scheduledOff() >= 10) {
        estimatedOn = flight.scheduledOn() + estimatedOff - flight.scheduledOff() - 5;
      }
    }
    if (flight.diverted()) {
      status = Status.DV;
    }
    return new FlightView(
        flight,
        status,
        estimatedOff,
        actualOff,
        estimatedOn,
        actualOn,
        Stand.of(flight.origin(), flight.key(), 1, known(flight, flight.scheduledOff(), now)),
        Stand.of(flight.destination(), flight.key(), 2, known(flight, flight.scheduledOn(), now)),
        now >= flight.scheduledOff() - 180 - (int) (300 * Noise.unit(flight.key(), 32))
            ? flight.registration()
            : "");
  }

  private static boolean known(Flight flight, int scheduled, int now) {
    return now >= scheduled - 120 - (int) (180 * Noise.unit(flight.key(), 33));
  }

  private static boolean forgetful(Flight flight) {
    return !Network.HUBS.contains(flight.origin().iata()) && Noise.unit(flight.key(), 34) < 0.08;
  }

  private static int estimateOff(Flight flight, int now) {
    int horizon = flight.off() - now;
    int next = 5 * (Math.floorDiv(now, 5) + 1);
    for (int i = 0; i < HORIZONS.length; i++) {
      if (horizon <= HORIZONS[i]) {
        double noise = Noise.normal(flight.key(), 100 + horizon / 15) * (1 - KNOWN[i]) * 14;
        int delay = (int) Math.round((flight.off() - flight.scheduledOff()) * KNOWN[i] + noise);
        if (Math.abs(delay) < 4 && flight.scheduledOff() > now) {
          return NONE;
        }
        return Math.max(flight.scheduledOff() + Math.max(-8, delay), next);
      }
    }
    return flight.scheduledOff() > now ? NONE : next + 10;
  }

  private static int estimateOn(Flight flight, int now) {
    double left = (double) (flight.on() - now) / Math.max(1, flight.on() - flight.off());
    int step = (int) (left * 12);
    int error = (int) Math.round(Noise.normal(flight.key(), 200 + step) * step);
    return Math.max(flight.on() + error, now + 1);
  }

  /** Actual before estimated before scheduled. */
  public int bestOff() {
    return best(actualOff, estimatedOff, flight.scheduledOff());
  }

  /** Actual before estimated before scheduled. */
  public int bestOn() {
    return best(actualOn, estimatedOn, flight.scheduledOn());
  }

  private static int best(int actual, int estimated, int scheduled) {
    return actual != NONE ? actual : estimated != NONE ? estimated : scheduled;
  }

  /** Early below zero minutes, delayed from 16. */
  public TimeStatus departureStatus() {
    if (status == Status.CD || status == Status.DV) {
      return TimeStatus.NO;
    }
    return TimeStatus.of(bestOff() - flight.scheduledOff());
  }

  /** As for the departure, except that a flight that left late is late up to 15 minutes too. */
  public TimeStatus arrivalStatus() {
    if (status == Status.CD || status == Status.DV) {
      return TimeStatus.NO;
    }
    return TimeStatus.of(bestOn() - flight.scheduledOn()).after(departureStatus());
  }
}
