package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.plan.Sighting.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The flights that the plan has heard of, by id and by board in the order of the provider's pages.
 * Not safe for threads.
 */
final class Flights {
  private final Map<String, Entry> byId = new HashMap<>();

  /** In the order of their discovery, so that the same answers lead to the same calls. */
  private final Map<Board, Rows> byBoard = new LinkedHashMap<>();

  /** Those that have not ended: the only ones that a call may be made for. */
  private final Set<Entry> open = new LinkedHashSet<>();

  /** A flight's place in the plan; the same object in all lists. */
  static final class Entry {
    private final Rows departures;
    private final Rows arrivals;
    private Known known;
    private long promisedUntil;

    private Entry(Known known, Rows departures, Rows arrivals) {
      this.known = known;
      this.departures = departures;
      this.arrivals = arrivals;
    }

    Known known() {
      return known;
    }

    /** Worth of hearing of it now, unless a call under way will tell. */
    double worth(long now) {
      return now < promisedUntil ? 0 : Worth.of(known, now);
    }

    /** Worth of hearing of it once in a round over the whole sky, however old its status is. */
    double due(long now) {
      return now < promisedUntil ? 0 : Worth.due(known, now);
    }

    /** A call that will show it is under way until then at most. */
    void promise(long until) {
      promisedUntil = until;
    }

    void overlooked() {
      known = known.overlooked();
    }
  }

  /** A board's flights by scheduled time. */
  private static final class Rows {
    private final List<Entry> entries = new ArrayList<>();
    private boolean sorted = true;
    private double weight;
  }

  /** Takes in a sight of a flight. True where the flight was not known. */
  boolean see(Sighting s, long at) {
    Entry entry = byId.get(s.id());
    if (entry == null) {
      add(Known.of(s, at));
      return true;
    }
    Sighting before = entry.known.sighting();
    entry.known = entry.known.with(s, at);
    entry.promisedUntil = 0;
    sort(entry);
    if (before.arrivalScheduled() != s.arrivalScheduled()) {
      entry.arrivals.sorted = false;
    }
    return false;
  }

  /** Takes in what another run knows of a flight. */
  void add(Known known) {
    Entry entry = byId.get(known.sighting().id());
    if (entry == null) {
      entry =
          new Entry(
              known,
              rows(Board.departures(known.sighting().origin())),
              rows(Board.arrivals(known.sighting().destination())));
      byId.put(known.sighting().id(), entry);
      for (Rows rows : List.of(entry.departures, entry.arrivals)) {
        rows.entries.add(entry);
        rows.sorted = false;
      }
      sort(entry);
    } else if (known.seenAt() > entry.known.seenAt()) {
      entry.known = entry.known.with(known.sighting(), known.seenAt());
      entry.arrivals.sorted = false;
      sort(entry);
    }
  }

  private void sort(Entry entry) {
    if (entry.known.sighting().phase() == Phase.ENDED) {
      open.remove(entry);
    } else {
      open.add(entry);
    }
  }

  /** Those that have not ended, as far as is known. */
  Collection<Entry> open() {
    return open;
  }

  /** Adds up for every board what it is worth to hear of its flights: see {@link #weight}. */
  void weigh(ToDoubleFunction<Entry> need) {
    byBoard.values().forEach(rows -> rows.weight = 0);
    for (Entry e : open) {
      double worth = need.applyAsDouble(e);
      if (worth > 0) {
        e.departures.weight += worth;
        e.arrivals.weight += worth;
      }
    }
  }

  /** The worth of all flights of a board when last {@link #weigh}ed: no page of it has more. */
  double weight(Board board) {
    Rows rows = byBoard.get(board);
    return rows == null ? 0 : rows.weight;
  }

  Optional<Entry> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Set<Board> boards() {
    return byBoard.keySet();
  }

  /** A board's flights in the order of its pages. */
  List<Entry> on(Board board) {
    Rows rows = byBoard.get(board);
    if (rows == null) {
      return List.of();
    }
    if (!rows.sorted) {
      rows.entries.sort(
          Comparator.<Entry>comparingInt(e -> e.known.sighting().scheduledOn(board.direction()))
              .thenComparing(e -> e.known.sighting().id()));
      rows.sorted = true;
    }
    return rows.entries;
  }

  Collection<Entry> all() {
    return byId.values();
  }

  int size() {
    return byId.size();
  }

  /** Forgets flights that ended and were last due long ago: no call is planned for them. */
  void forgetEndedBefore(long moment) {
    boolean any =
        byId.values()
            .removeIf(
                e ->
                    Math.max(e.known.sighting().on(), e.known.sighting().off()) < moment
                        && (e.known.sighting().phase() != Phase.AIRBORNE
                            || e.known.seenAt() < moment));
    if (any) {
      open.removeIf(e -> byId.get(e.known.sighting().id()) != e);
      byBoard
          .values()
          .forEach(r -> r.entries.removeIf(e -> byId.get(e.known.sighting().id()) != e));
      byBoard.values().removeIf(r -> r.entries.isEmpty());
    }
  }

  private Rows rows(Board board) {
    return byBoard.computeIfAbsent(board, b -> new Rows());
  }
}
