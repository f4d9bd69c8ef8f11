package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.lufthansa.Request.BoardPage;
import io.offblock.harvest.plan.Flights.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The page of one board that renews most. A page starts at any minute and shows the next fifty
 * flights whose scheduled or best time lies within four hours, by scheduled time; so the rows of a
 * page that was never asked for can be told from the flights known, and each flight that needs
 * renewing is a start to be tried.
 */
final class PageChoice {
  /** Worth below which a flight starts no page of its own: heard of less than half the time ago. */
  private static final double MIN_START = 0.02;

  /** Minutes between starts that are tried inside a long part never read. */
  private static final int UNREAD_STRIDE = 30;

  /** Flights due further from now, in minutes, stand on no page that is asked for. */
  private static final int REACH = 18 * 60;

  private final Board board;
  private final Discovery discovery;
  private final int nowLocal;
  private final Entry[] entries;
  private final int[] scheduled;
  private final int[] best;
  private final double[] worth;
  private final int[] late;

  /**
   * A page with what it is expected to bring.
   *
   * @param value worth of the flights it renews and finds
   * @param renews known flights that need it
   * @param finds flights expected that are not known
   * @param readsFrom local minute, and {@code readsUntil}: what will be known afterwards
   */
  record Page(
      BoardPage request,
      double value,
      List<Entry> renews,
      double finds,
      int readsFrom,
      int readsUntil) {}

  private PageChoice(
      Board board,
      List<Entry> all,
      Discovery discovery,
      int nowLocal,
      ToDoubleFunction<Entry> need) {
    this.board = board;
    this.discovery = discovery;
    this.nowLocal = nowLocal;
    List<Entry> near = new ArrayList<>();
    for (Entry e : all) {
      int at = e.known().sighting().scheduledOn(board.direction());
      if (at >= nowLocal - REACH && at <= nowLocal + REACH && !e.known().gone()) {
        near.add(e);
      }
    }
    int n = near.size();
    entries = near.toArray(Entry[]::new);
    scheduled = new int[n];
    best = new int[n];
    worth = new double[n];
    List<Integer> lateOnes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Sighting s = entries[i].known().sighting();
      scheduled[i] = s.scheduledOn(board.direction());
      best[i] = s.bestOn(board.direction());
      worth[i] = need.applyAsDouble(entries[i]);
      if (best[i] > scheduled[i]) {
        lateOnes.add(i);
      }
    }
    late = lateOnes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Notes how large a board is, as far as its known flights tell. */
  static void size(Board board, List<Entry> entries, Discovery discovery, int nowLocal) {
    int near = 0;
    int far = 0;
    for (Entry e : entries) {
      Known known = e.known();
      int at = known.sighting().scheduledOn(board.direction());
      if (at >= nowLocal - REACH && at <= nowLocal + REACH && !known.gone()) {
        near++;
        far += known.sighting().longHaul() ? 1 : 0;
      }
    }
    discovery.seenElsewhere(
        near / (2.0 * REACH / Discovery.STEP), near == 0 ? 0 : (double) far / near);
  }

  /**
   * The best page, or empty where none is worth more than what is already had.
   *
   * @param need what it is worth to hear of a flight
   */
  static Optional<Page> of(
      Board board,
      List<Entry> entries,
      Discovery discovery,
      int nowLocal,
      ToDoubleFunction<Entry> need,
      double atLeast) {
    return new PageChoice(board, entries, discovery, nowLocal, need).best(atLeast);
  }

  /** The page that starts at a minute, whatever it is worth. */
  static Page at(
      Board board,
      List<Entry> entries,
      Discovery discovery,
      int nowLocal,
      ToDoubleFunction<Entry> need,
      int start) {
    return new PageChoice(board, entries, discovery, nowLocal, need).page(start);
  }

  private static final int[] NONE = {};

  private Optional<Page> best(double atLeast) {
    double most = atLeast;
    int start = 0;
    int last = -1;
    for (int i = 0; i < entries.length; i++) {
      if (worth[i] >= MIN_START) {
        if (scheduled[i] != last) {
          last = scheduled[i];
          double value = value(last, null);
          if (value > most) {
            most = value;
            start = last;
          }
        }
        if (best[i] > scheduled[i] + 10) {
          double value = value(best[i], null);
          if (value > most) {
            most = value;
            start = best[i];
          }
        }
      }
    }
    int until = discovery.until(nowLocal);
    int from = discovery.from(nowLocal);
    int tried = from - 24 * 60;
    int behind = from - 1;
    for (int m = discovery.nextUnread(from, until); m < until; ) {
      if (m - tried >= UNREAD_STRIDE || m > behind) {
        tried = m;
        double value = value(m, null);
        if (value > most) {
          most = value;
          start = m;
        }
      }
      behind = (Math.floorDiv(m, Discovery.STEP) + 1) * Discovery.STEP;
      m =
          discovery.nextUnread(
              Math.floorDiv(m, Discovery.STEP) * Discovery.STEP + Discovery.STEP, until);
    }
    return most <= atLeast ? Optional.empty() : Optional.of(page(start));
  }

  private Page page(int start) {
    Tally tally = new Tally();
    double value = value(start, tally);
    return new Page(
        BoardPage.first(board, start).after(discovery.rowsBefore(start)),
        value,
        tally.renews,
        tally.finds,
        start,
        tally.until);
  }

  /** What a page is expected to show, noted on the second look. */
  private static final class Tally {
    private final List<Entry> renews = new ArrayList<>();
    private double finds;
    private int until;
  }

  /** Worth of the page that starts at a minute. */
  private double value(int from, Tally tally) {
    int end = from + Request.WINDOW_MINUTES;
    double rows = 0;
    double value = 0;
    double finds = 0;
    for (int i : discovery.rowsBefore(from) > 0 ? NONE : late) {
      if (scheduled[i] >= from || rows >= Request.FLIGHTS_A_PAGE) {
        break;
      }
      if (best[i] >= from && best[i] <= end) {
        rows++;
        value += worth[i];
        note(tally, i);
      }
    }
    int i = firstAt(from);
    int minute = from;
    int requiredFrom = discovery.from(nowLocal);
    int requiredUntil = discovery.until(nowLocal);
    while (minute <= end && rows < Request.FLIGHTS_A_PAGE) {
      int next = Math.min(end + 1, (Math.floorDiv(minute, Discovery.STEP) + 1) * Discovery.STEP);
      if ((minute == from ? discovery.begins(minute) : minute % Discovery.STEP == 0)
          && minute >= requiredFrom
          && minute < requiredUntil) {
        double unseen = discovery.unseen(minute);
        if (unseen > 0) {
          double fit = Math.min(unseen, Request.FLIGHTS_A_PAGE - rows);
          rows += unseen;
          finds += fit;
          value += fit * discovery.worth(minute, nowLocal);
        }
      }
      while (i < entries.length && scheduled[i] < next && rows < Request.FLIGHTS_A_PAGE) {
        rows++;
        value += worth[i];
        note(tally, i);
        i++;
      }
      minute = next;
    }
    if (tally != null) {
      tally.finds = finds;
      // A page that is full within its first step still reads there: a second one would be the
      // same.
      int firstStep = (Math.floorDiv(from, Discovery.STEP) + 1) * Discovery.STEP;
      tally.until =
          rows >= Request.FLIGHTS_A_PAGE ? Math.max(firstStep, minute - Discovery.STEP) : end;
    }
    return value;
  }

  private void note(Tally tally, int i) {
    if (tally != null && worth[i] > 0) {
      tally.renews.add(entries[i]);
    }
  }

  private int firstAt(int minute) {
    int low = 0;
    int high = scheduled.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scheduled[middle] < minute) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
