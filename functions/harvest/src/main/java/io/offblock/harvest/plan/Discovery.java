package io.offblock.harvest.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.Board.Direction;
import io.offblock.harvest.lufthansa.Request;
import java.util.HashMap;
import java.util.Map;

/**
 * Which parts of one board were ever read, in steps of ten minutes of its local time, and what the
 * parts not yet read may hold. Flights are found here; once found they are followed by their own
 * times. Not safe for threads.
 */
final class Discovery {
  static final int STEP = 10;

  private static final int DAY = 24 * 60;

  /** What was read so long ago stands on no page that is asked for. */
  private static final int MEMORY = 2 * DAY;

  /**
   * A long flight once found is in the air, and can be followed, for hours: finding it is worth
   * more than renewing it.
   */
  private static final double LASTING = 2;

  private final Board board;
  private final Hub hub;
  private final Outstations outstations;
  private final Steps read = new Steps();
  private final Steps promised = new Steps();

  /** The minute where that part ends, by the step that was read in part. */
  private final Map<Integer, Integer> resume = new HashMap<>();

  /** Rows of a window that are of earlier flights, by the minute where the window begins. */
  private final Map<Integer, Integer> rowsBefore = new HashMap<>();

  private int sizedAt = Integer.MIN_VALUE;
  private int sizedOf = -1;
  private int unseenAt = Integer.MIN_VALUE;
  private double unseen;
  private double stepsRead;
  private double rowsRead;
  private double rowsNew;
  private double rowsLong;
  private double seenElsewhere;
  private double longElsewhere;

  /**
   * @param outstations what boards were good for of which nothing was believed
   */
  Discovery(Board board, Outstations outstations) {
    this.board = board;
    this.outstations = outstations;
    this.hub = Hub.of(board.airport());
  }

  /**
   * Local minutes that should be known: as far back and ahead as flights of now may stand on this
   * board.
   */
  int from(int now) {
    return board.direction() == Direction.DEPARTURES
        ? now - (longHaul() > 0.015 ? 13 : 3) * 60
        : now - 60;
  }

  int until(int now) {
    return board.direction() == Direction.DEPARTURES
        ? now + 80
        : now + (longHaul() > 0.015 ? 13 : 3) * 60;
  }

  /** Share of flights above five hours. */
  double longHaul() {
    return (Math.max(hub.longHaul(), longElsewhere) * 40 + rowsLong) / (40 + rowsRead);
  }

  /**
   * Flights in a step that no answer has shown yet; zero where it was read or a call under way
   * reads it.
   */
  double unseen(int minute) {
    if (settled(step(minute))) {
      return 0;
    }
    return rate() * novelty() * hourOfDay(minute);
  }

  /** How busy the hour is; long flights of far airports come and go at all hours. */
  private double hourOfDay(int minute) {
    return !hub.seeded() && far() ? 1 : Hub.hourOfDay(minute);
  }

  private double rate() {
    return (Math.max(hub.flightsAnHour() / 6, seenElsewhere) * 12 + rowsRead) / (12 + stepsRead);
  }

  /** Share of this board's flights that no other board has shown. */
  private double novelty() {
    return hub.seeded() ? 1 : outstations.share(board.airport(), far());
  }

  /** Whether most of its flights are long. */
  private boolean far() {
    return longHaul() > 0.5;
  }

  /**
   * Flights of this board known by now, a step, and the share of long ones among them: most from
   * the other end of their ways.
   */
  void seenElsewhere(double aStep, double ofThemLong) {
    if (aStep == seenElsewhere && ofThemLong == longElsewhere) {
      return;
    }
    unseenAt = Integer.MIN_VALUE;
    seenElsewhere = aStep;
    longElsewhere = ofThemLong;
  }

  /** Whether the board's size has to be looked at again; that is noted as done. */
  boolean sizeIsOld(int flights, int now) {
    boolean old = flights != sizedOf || now >= sizedAt + STEP;
    if (old) {
      sizedOf = flights;
      sizedAt = now;
    }
    return old;
  }

  /** Worth of all flights that should be known and are not. */
  double allUnseen(int now) {
    if (unseenAt != now) {
      unseen = sumUnseen(now);
      unseenAt = now;
    }
    return unseen;
  }

  private double sumUnseen(int now) {
    double worth = 0;
    int until = until(now);
    for (int m = nextUnread(from(now), until);
        m < until;
        m = nextUnread(Math.floorDiv(m, STEP) * STEP + STEP, until)) {
      worth += unseen(m) * worth(m, now);
    }
    return worth;
  }

  /** Worth of the flights that the four hours from a minute on may show and no answer has. */
  double unseenFrom(int start, int now) {
    double worth = 0;
    for (int m = Math.floorDiv(start, STEP) * STEP; m < start + Request.WINDOW_MINUTES; m += STEP) {
      worth += unseen(m) * worth(m, now);
    }
    return worth;
  }

  /** No four hours can be worth more; nothing where the board needs no exploring. */
  double mostToExplore() {
    return hub.seeded()
        ? 0
        : rate() * novelty() * Request.WINDOW_MINUTES / STEP * (0.45 + 1.5 * LASTING);
  }

  /** How many calls' worth one unseen flight has, by when it is due on this board. */
  double worth(int minute, int now) {
    int ahead = board.direction() == Direction.DEPARTURES ? now - minute : minute - now;
    double far = longHaul() * LASTING;
    if (ahead < -30) {
      return 0.1;
    }
    if (ahead < 0) {
      return board.direction() == Direction.DEPARTURES ? 0.35 : 0.4;
    }
    double later = board.direction() == Direction.DEPARTURES ? 0 : 0.1;
    return ahead <= 75
        ? 0.9
        : ahead <= 130 ? 0.45 + far / 2 : later + (ahead <= 540 ? far : far * (840 - ahead) / 300);
  }

  /**
   * The first unread minute at or after one, before an end; or that end. Inside a step that was
   * read in part, where that part ends.
   */
  int nextUnread(int from, int until) {
    for (int m = Math.ceilDiv(from, STEP) * STEP; m < until; m += STEP) {
      if (!settled(step(m))) {
        return resume.getOrDefault(step(m), m);
      }
    }
    return until;
  }

  /**
   * How many rows stand before the flights scheduled from a minute on, as far as pages were full of
   * them: a window begins with the earlier flights that are still to come, and in a storm these
   * fill a page and more.
   */
  int rowsBefore(int from) {
    return rowsBefore.getOrDefault(from, 0);
  }

  /**
   * A window's rows up to so many were all of earlier flights: the next page goes on after them.
   */
  void onlyEarlier(int from, int rows) {
    rowsBefore.put(from, rows);
  }

  /** Whether reading from this minute on leaves no gap in its step. */
  boolean begins(int minute) {
    return minute % STEP == 0 || resume.getOrDefault(step(minute), minute + 1) == minute;
  }

  /**
   * An answer showed all flights scheduled from one minute until another, a later one; of that
   * other minute perhaps not all. A page may end in the middle of a step, even of its first: the
   * next page goes on from there.
   */
  void read(int from, int until, int rows, int unknown, int far) {
    unseenAt = Integer.MIN_VALUE;
    rowsBefore.keySet().removeIf(window -> window == from || window < from - DAY);
    double steps = mark(read, from, until);
    int last = step(until);
    if (until % STEP != 0 && !read.has(last) && (step(from) < last || begins(from))) {
      resume.put(last, until);
    }
    if (steps > 0) {
      stepsRead += steps;
      rowsRead += rows;
      rowsNew += unknown;
      rowsLong += far;
      if (!hub.seeded()) {
        outstations.saw(board.airport(), far(), rows, unknown);
      }
    }
  }

  /** A call under way will read these minutes. */
  void promise(int from, int until) {
    unseenAt = Integer.MIN_VALUE;
    mark(promised, from, until);
  }

  /** No call is under way any more, whatever came of it. */
  void release(int from, int until) {
    unseenAt = Integer.MIN_VALUE;
    for (int m = firstStep(from); m + STEP <= until; m += STEP) {
      promised.remove(step(m));
    }
  }

  /** Forgets what is long past: no board's memory grows with its age. */
  void forget(int now) {
    int first = step(now - MEMORY);
    read.forgetBefore(first);
    promised.forgetBefore(first);
    resume.keySet().removeIf(step -> step < first);
    rowsBefore.keySet().removeIf(window -> window < now - MEMORY);
  }

  private int firstStep(int from) {
    return (begins(from) ? Math.floorDiv(from, STEP) : Math.ceilDiv(from, STEP)) * STEP;
  }

  /** Writes what was read, for the next process. */
  void write(ObjectNode to) {
    to.put("direction", board.direction().name()).put("airport", board.airport());
    to.put("base", read.base()).put("read", read.text());
    to.put("steps", stepsRead).put("rows", rowsRead).put("new", rowsNew).put("long", rowsLong);
  }

  /** Adds what another process read. */
  void read(JsonNode from) {
    unseenAt = Integer.MIN_VALUE;
    read.add(from.path("base").asInt(Steps.NONE), from.path("read").asText());
    if (from.path("steps").asDouble() > stepsRead) {
      if (!hub.seeded()) {
        outstations.saw(
            board.airport(),
            from.path("long").asDouble() * 2 > from.path("rows").asDouble(),
            from.path("rows").asDouble() - rowsRead,
            from.path("new").asDouble() - rowsNew);
      }
      stepsRead = from.path("steps").asDouble();
      rowsRead = from.path("rows").asDouble();
      rowsNew = from.path("new").asDouble();
      rowsLong = from.path("long").asDouble();
    }
  }

  /**
   * Sets the steps that lie whole between two minutes; says how many were not set, each by how busy
   * its hour is.
   */
  private double mark(Steps set, int from, int until) {
    double steps = 0;
    for (int m = firstStep(from); m + STEP <= until; m += STEP) {
      if (set.add(step(m))) {
        steps += hourOfDay(m);
      }
    }
    return steps;
  }

  private boolean settled(int step) {
    return read.has(step) || promised.has(step);
  }

  private static int step(int minute) {
    return Math.floorDiv(minute, STEP);
  }
}
