package io.offblock.harvest.plan;

import io.offblock.flight.FlightId;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.lufthansa.Request.OneFlight;
import io.offblock.harvest.lufthansa.Request.ReferencePage;
import io.offblock.harvest.lufthansa.Request.Schedule;
import io.offblock.harvest.plan.Flights.Entry;
import io.offblock.harvest.plan.Pick.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls that no board asks for: reference data, schedules, and flights that should be in the air
 * and stand on no board. They get a small share of all calls, and whatever the boards leave over.
 */
final class Errands {
  /** A board's page worth more than this goes before every errand. */
  static final double URGENT = 22;

  private static final double REFERENCE_SHARE = 0.04;

  /** Until each kind of reference data was begun once: nobody can search for airports before. */
  private static final double OPENING_REFERENCE_SHARE = 0.25;

  private static final double LOOKUP_SHARE = 0.01;
  private static final double SCHEDULE_SHARE = 0.005;
  private static final int CODESHARE_EVERY = 6;
  private static final Duration SCHEDULE_LASTS = Duration.ofDays(7);

  final ReferenceCrawl references = new ReferenceCrawl();
  final Map<String, Instant> schedules = new HashMap<>();
  private double referenceCredit;
  private double lookupCredit;
  private double scheduleCredit;

  private int pages;

  /** An errand whose turn it is, when the best page of a board is worth so much. */
  Optional<Pick> next(Instant now, double board, Flights flights) {
    boolean opening = references.opening();
    referenceCredit =
        Math.min(4, referenceCredit + (opening ? OPENING_REFERENCE_SHARE : REFERENCE_SHARE));
    lookupCredit = Math.min(2, lookupCredit + LOOKUP_SHARE);
    scheduleCredit = Math.min(1, scheduleCredit + SCHEDULE_SHARE);
    if (referenceCredit >= 1 && (opening || board <= URGENT)) {
      Optional<Pick> page = reference(now);
      if (page.isPresent()) {
        referenceCredit -= 1;
        return page;
      }
    }
    if (board > URGENT) {
      return Optional.empty();
    }
    if (lookupCredit >= 1) {
      Optional<Pick> lookup = lookup(now.getEpochSecond(), flights);
      if (lookup.isPresent()) {
        lookupCredit -= 1;
        return lookup;
      }
    }
    if (scheduleCredit >= 1) {
      scheduleCredit -= 1;
      return schedule(now, flights);
    }
    return Optional.empty();
  }

  /** An errand for a call that nothing else needs. */
  Optional<Pick> idle(Instant now, Flights flights) {
    return lookup(now.getEpochSecond(), flights).or(() -> reference(now));
  }

  private Optional<Pick> reference(Instant now) {
    Optional<ReferencePage> page = references.next(now);
    page.ifPresent(references::take);
    return page.map(
        p ->
            new Pick(
                p,
                "reads the day's reference data: %s from %d".formatted(p.kind(), p.offset()),
                1,
                new Promise.None()));
  }

  /**
   * Whether a page should be asked for with codeshares: most of its flights' are not known, and it
   * is not urgent to find any.
   */
  boolean wantsCodeshares(PageChoice.Page page) {
    pages++;
    long without = page.renews().stream().filter(e -> !e.known().codeshares()).count();
    return pages % CODESHARE_EVERY == 0
        && page.finds() < 1
        && page.renews().size() >= 8
        && without * 5 >= page.renews().size() * 3L;
  }

  void done(Request request, SightingPage answer, Instant at) {
    if (request instanceof ReferencePage page) {
      references.read(page, answer.items(), answer.total());
    }
    if (request instanceof Schedule s) {
      schedules.put(s.origin() + s.destination(), at);
    }
  }

  void failed(Request request) {
    if (request instanceof ReferencePage page) {
      references.putBack(page);
    }
  }

  Optional<ReferencePage> broken(ReferencePage page) {
    return references.broken(page);
  }

  /** The flight in the air that boards have not shown for longest. */
  private Optional<Pick> lookup(long now, Flights flights) {
    return flights.all().stream()
        .filter(e -> e.known().missed() > 0 && e.worth(now) > 0.5)
        .max(Comparator.comparingLong(e -> now - e.known().seenAt()))
        .flatMap(e -> FlightId.parse(e.known().sighting().id()))
        .map(
            id -> {
              flights.find(id.toString()).ifPresent(e -> e.promise(now + 60));
              return new Pick(
                  new OneFlight(id.operating().toString(), id.day()),
                  "looks for %s, which its boards show no more".formatted(id.operating()),
                  1,
                  new Promise.Rows(List.of(id.toString()), 0, 0));
            });
  }

  /** The busiest route whose schedule was not read for a week. */
  private Optional<Pick> schedule(Instant now, Flights flights) {
    Map<String, Integer> routes = new HashMap<>();
    for (Entry e : flights.all()) {
      routes.merge(
          e.known().sighting().origin() + e.known().sighting().destination(), 1, Integer::sum);
    }
    return routes.entrySet().stream()
        .filter(
            r ->
                schedules.getOrDefault(r.getKey(), Instant.MIN).isBefore(now.minus(SCHEDULE_LASTS)))
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(
            r ->
                new Pick(
                    new Schedule(
                        r.getKey().substring(0, 3),
                        r.getKey().substring(3),
                        now.atZone(java.time.ZoneOffset.UTC).toLocalDate()),
                    "reads the schedule of a route with %d known flights".formatted(r.getValue()),
                    0.5,
                    new Promise.None()));
  }
}
