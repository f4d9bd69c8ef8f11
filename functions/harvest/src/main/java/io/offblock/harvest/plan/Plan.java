package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.lufthansa.Request.BoardPage;
import io.offblock.harvest.plan.Flights.Entry;
import io.offblock.harvest.plan.Pick.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Which call is worth most now. The worth of a call is the number of flights whose knowledge it
 * renews, each weighted by how much it needs it ({@link Worth}), plus the flights it is expected to
 * find ({@link Discovery}). Calls are chosen one at a time; what a chosen call is expected to show
 * counts nothing for the next choice, so choices never overlap needlessly.
 *
 * <p>Safe for threads: every method holds the plan's lock for a few milliseconds.
 */
public final class Plan {
  /** Seconds after which an answer is no more expected. */
  private static final int PATIENCE = 20;

  /** Age in seconds at which a status is about to be too old. */
  private static final long SOON_STALE = 275;

  /** Seconds for which a page that failed is not asked for. */
  private static final int PENALTY = 60;

  private final LocalClocks clocks;
  final Flights flights = new Flights();
  final Map<Board, Discovery> discoveries = new LinkedHashMap<>();
  final Errands errands;
  private final Outstations outstations = new Outstations();
  private Instant bestAt;
  private Optional<PageChoice.Page> best = Optional.empty();
  private final List<Penalty> penalties = new ArrayList<>();

  /** A failed call, whose part of the board is held back until then. */
  private record Penalty(Pick pick, long until) {}

  /**
   * @param zones of airports by IATA code; an airport without one has no boards that could be asked
   *     for
   */
  public Plan(Function<String, Optional<ZoneId>> zones) {
    this.clocks = new LocalClocks(zones);
    this.errands = new Errands();
  }

  /** The call worth most at a moment; empty where none is worth anything. */
  public synchronized Optional<Pick> next(Instant now) {
    penalties.removeIf(
        p -> {
          boolean over = p.until() <= now.getEpochSecond();
          if (over) {
            release(p.pick());
          }
          return over;
        });
    Optional<PageChoice.Page> page = bestPage(now);
    double value = page.map(PageChoice.Page::value).orElse(0.0);
    Optional<Pick> errand = errands.next(now, value, flights);
    if (errand.isPresent()) {
      return errand;
    }
    return page.isPresent() ? page.map(p -> promise(p, now)) : errands.idle(now, flights);
  }

  /**
   * A look at a board of which nothing is believed, to see whether it has flights of its own. What
   * it finds is followed for hours.
   */
  public synchronized Optional<Pick> explore(Instant now) {
    return Exploration.best(flights, this::discovery, clocks, now).map(p -> promise(p, now));
  }

  /** What the best page of a board is worth at a moment. */
  public synchronized double best(Instant now) {
    return bestPage(now).map(PageChoice.Page::value).orElse(0.0);
  }

  /** A call for reference data or a lookup, for which nothing else is waiting. */
  public synchronized Optional<Pick> idle(Instant now) {
    return errands.idle(now, flights);
  }

  /**
   * Share of flights in the air, known or expected, of which nothing was heard for nearly five
   * minutes.
   */
  public synchronized double behind(Instant now) {
    long second = now.getEpochSecond();
    double live = 0;
    double stale = 0;
    for (Entry e : flights.open()) {
      if (e.known().live(second)) {
        live++;
        stale += second - e.known().seenAt() > SOON_STALE ? 1 : 0;
      }
    }
    double unseen = 0;
    for (String hub : Hub.seeds()) {
      for (Board board : List.of(Board.departures(hub), Board.arrivals(hub))) {
        OptionalInt local = clocks.at(hub, now);
        unseen += local.isPresent() ? discovery(board).allUnseen(local.getAsInt()) : 0;
      }
    }
    return live + unseen < 1 ? 1 : (stale + unseen) / (live + unseen);
  }

  /**
   * What the last call is worth when so many renew as many flights in the air as they can, each
   * once; zero where fewer calls renew them all.
   */
  public synchronized double lastOfRound(Instant now, int calls) {
    List<Pick> picks = new ArrayList<>();
    flights.weigh(e -> e.due(now.getEpochSecond()));
    List<PageChoice.Page> round =
        Round.of(
            boards(),
            calls,
            board -> page(board, now, e -> e.due(now.getEpochSecond()), 0),
            page -> picks.add(promise(page, now)));
    picks.forEach(this::release);
    return round.size() < calls ? 0 : round.getLast().value();
  }

  /** The calls worth most at a moment, none of them made: for people to read. */
  public synchronized List<Pick> preview(Instant now, int count) {
    List<Pick> picks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<PageChoice.Page> page = bestPage(now);
      if (page.isEmpty()) {
        break;
      }
      picks.add(promise(page.get(), now));
    }
    picks.forEach(this::release);
    return List.copyOf(picks);
  }

  /** A call that is not made, because it failed, and until when. */
  public record HeldBack(Pick pick, Instant until) {}

  /** What is held back at a moment, the first to come back first. */
  public synchronized List<HeldBack> heldBack(Instant now) {
    return penalties.stream()
        .filter(p -> p.until() > now.getEpochSecond())
        .map(p -> new HeldBack(p.pick(), Instant.ofEpochSecond(p.until())))
        .sorted(Comparator.comparing(HeldBack::until))
        .toList();
  }

  /**
   * An answer came: flights it shows are known as of that moment, and the part of the board it
   * covers is read.
   */
  public synchronized void learn(Pick pick, SightingPage answer, Instant fetchedAt) {
    release(pick);
    long at = fetchedAt.getEpochSecond();
    Set<String> shown = new HashSet<>();
    int fresh = 0;
    int far = 0;
    for (Sighting s : answer.sightings()) {
      if (shown.add(s.id())) {
        fresh += flights.see(s, at) ? 1 : 0;
        far += s.longHaul() ? 1 : 0;
      }
    }
    errands.done(pick.request(), answer, fetchedAt);
    if (pick.request() instanceof BoardPage page) {
      read(page, answer, fetchedAt, shown, fresh, far);
    }
  }

  /** The provider has nothing there (404): as good as an answer without rows. */
  public synchronized void nothing(Pick pick, Instant fetchedAt) {
    learn(pick, SightingPage.EMPTY, fetchedAt);
    if (pick.promised() instanceof Promise.Rows rows && !(pick.request() instanceof BoardPage)) {
      rows.flights().forEach(id -> flights.find(id).ifPresent(Entry::overlooked));
    }
  }

  /**
   * No answer came. What it should have shown is left alone for a minute, so that one bad page does
   * not use up the quota.
   */
  public synchronized void failed(Pick pick, Instant now) {
    long until = now.getEpochSecond() + PENALTY;
    if (pick.promised() instanceof Promise.Rows rows) {
      rows.flights().forEach(id -> flights.find(id).ifPresent(e -> e.promise(until)));
      penalties.add(new Penalty(pick, until));
    }
    errands.failed(pick.request());
  }

  /** A reference page is broken at the provider. Empty, or the place of the one record at fault. */
  public synchronized Optional<Request.ReferencePage> broken(Request.ReferencePage page) {
    return errands.broken(page);
  }

  /** How fresh the knowledge of flights in the air is. */
  public synchronized Freshness freshness(Instant now) {
    long second = now.getEpochSecond();
    return Freshness.of(
        flights.all().stream()
            .map(Entry::known)
            .filter(k -> k.sighting().phase() == Sighting.Phase.AIRBORNE && k.live(second))
            .mapToLong(k -> second - k.seenAt())
            .toArray(),
        flights.size());
  }

  /** Forgets what no call is planned for any more. */
  public synchronized void forget(Instant now) {
    flights.forgetEndedBefore(now.minus(Duration.ofHours(16)).getEpochSecond());
    discoveries.forEach(
        (board, discovery) -> clocks.at(board.airport(), now).ifPresent(discovery::forget));
  }

  private Optional<PageChoice.Page> bestPage(Instant now) {
    if (now.equals(bestAt)) {
      return best;
    }
    best = Optional.empty();
    flights.weigh(e -> e.worth(now.getEpochSecond()));
    for (Board board : boards()) {
      double atLeast = best.map(PageChoice.Page::value).orElse(0.0);
      best = page(board, now, e -> e.worth(now.getEpochSecond()), atLeast).or(() -> best);
    }
    bestAt = now;
    return best;
  }

  private Set<Board> boards() {
    Set<Board> boards = new LinkedHashSet<>();
    for (String hub : Hub.seeds()) {
      boards.add(Board.departures(hub));
      boards.add(Board.arrivals(hub));
    }
    boards.addAll(flights.boards());
    return boards;
  }

  private Optional<PageChoice.Page> page(
      Board board, Instant now, ToDoubleFunction<Entry> need, double atLeast) {
    OptionalInt local = clocks.at(board.airport(), now);
    if (local.isEmpty()) {
      return Optional.empty();
    }
    int minute = local.getAsInt();
    Discovery discovery = discovery(board);
    List<Entry> rows = flights.on(board);
    if (discovery.sizeIsOld(rows.size(), minute)) {
      PageChoice.size(board, rows, discovery, minute);
    }
    return flights.weight(board) + discovery.allUnseen(minute) <= atLeast
        ? Optional.empty()
        : PageChoice.of(board, rows, discovery, minute, need, atLeast);
  }

  private Pick promise(PageChoice.Page page, Instant now) {
    bestAt = null;
    long until = now.getEpochSecond() + PATIENCE;
    page.renews().forEach(e -> e.promise(until));
    discovery(page.request().board()).promise(page.readsFrom(), page.readsUntil());
    BoardPage request =
        errands.wantsCodeshares(page) ? page.request().withCodeshares() : page.request();
    return new Pick(
        request,
        Reason.of(page, now.getEpochSecond()),
        page.value(),
        new Promise.Rows(
            page.renews().stream().map(e -> e.known().sighting().id()).toList(),
            page.readsFrom(),
            page.readsUntil()));
  }

  private void release(Pick pick) {
    bestAt = null;
    if (pick.promised() instanceof Promise.Rows rows) {
      rows.flights().forEach(id -> flights.find(id).ifPresent(e -> e.promise(0)));
      if (pick.request() instanceof BoardPage page) {
        discovery(page.board()).release(rows.from(), rows.until());
      }
    }
  }

  /**
   * Notes the part of the board that the answer covers, and which known flights it should have
   * shown and did not.
   */
  private void read(
      BoardPage page, SightingPage answer, Instant at, Set<String> shown, int fresh, int far) {
    int end = page.from() + Request.WINDOW_MINUTES;
    // Records that cannot be used count too: without them a full page would look like the last.
    int rows = page.offset() + answer.items();
    boolean whole =
        answer.total().isPresent()
            ? rows >= answer.total().getAsInt()
            : answer.items() < page.limit();
    int until =
        whole
            ? end
            : answer.sightings().stream()
                .mapToInt(s -> s.scheduledOn(page.board().direction()))
                .filter(m -> m <= end)
                .max()
                .orElse(answer.sightings().isEmpty() && answer.items() > 0 ? page.from() : end);
    Discovery discovery = discovery(page.board());
    if (page.offset() != discovery.rowsBefore(page.from())) {
      return;
    }
    if (until <= page.from()) {
      discovery.onlyEarlier(page.from(), rows);
      return;
    }
    discovery.read(page.from(), until, shown.size(), fresh, far);
    if (page.resource().equals("flightstatus") && page.offset() == 0) {
      for (Entry e : flights.on(page.board())) {
        int scheduled = e.known().sighting().scheduledOn(page.board().direction());
        if (scheduled >= page.from()
            && scheduled < until
            && e.known().seenAt() < at.getEpochSecond()
            && !shown.contains(e.known().sighting().id())) {
          e.overlooked();
        }
      }
    }
  }

  Discovery discovery(Board board) {
    return discoveries.computeIfAbsent(board, b -> new Discovery(b, outstations));
  }
}
