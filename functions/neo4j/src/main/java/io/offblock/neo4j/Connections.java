package io.offblock.neo4j;

import io.offblock.flight.Flight;
import io.offblock.load.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neo4j.driver.SimpleQueryRunner;

/**
 * Finds how one gets from an airport to another. Times are the best that is known of each flight,
 * so a late inbound reaches only what it can still reach; cancelled flights and cargo are left out.
 *
 * <p>The search looks from both ends: the legs out of the one airport and into the other, and
 * between them only what can join the two. It looks at the next hours first, as whatever leaves
 * after the best arrival found cannot make it better, and at the whole span only where it must.
 */
public final class Connections {
  /** More changes than two are no journey that anybody is offered. */
  public static final int MOST_LEGS = 3;

  private static final int ATTEMPTS = 3;

  private static final List<Duration> WINDOWS =
      List.of(Duration.ofHours(12), Duration.ofHours(30), Duration.ofHours(72));

  private final Neo4jConnection connection;
  private final ConnectionTimes times;

  public Connections(Neo4jConnection connection, ConnectionTimes times) {
    this.connection = Objects.requireNonNull(connection);
    this.times = Objects.requireNonNull(times);
  }

  /**
   * A question.
   *
   * @param from IATA code
   * @param to IATA code of another airport
   * @param earliest nothing departs before it
   * @param within nothing arrives later than this after {@code earliest}
   * @param legs at most, 0 to {@link #MOST_LEGS}
   */
  public record Question(String from, String to, Instant earliest, Duration within, int legs) {
    public Question {
      Objects.requireNonNull(earliest);
      if (from.equals(to)) {
        throw new IllegalArgumentException("from an airport to itself: " + from);
      }
      if (legs < 0 || legs > MOST_LEGS) {
        throw new IllegalArgumentException("legs are 0 to %d: %d".formatted(MOST_LEGS, legs));
      }
      if (within.isNegative()) {
        throw new IllegalArgumentException("a span into the past: " + within);
      }
    }
  }

  /**
   * The journeys of which none is better in both: the first arrives earliest, the last has the
   * fewest stops, and each one between has fewer stops than those before and arrives earlier than
   * those after. Of journeys that are alike in both, the one that leaves last. Empty where there is
   * none.
   */
  public List<Itinerary> search(Question question) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<List<Itinerary>> found =
          connection.ask("searching connections", server -> search(question, server));
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new StoreUnavailable(
        Neo4jConnection.STORE,
        "searching connections while their times change",
        new IllegalStateException("%d times in a row".formatted(ATTEMPTS)));
  }

  /** Empty where a flight of the answer got another time between finding and reading it. */
  private Optional<List<Itinerary>> search(Question question, SimpleQueryRunner server) {
    LegQueries legs = new LegQueries(server);
    List<List<Leg>> journeys = new Search(question, legs).journeys();
    if (journeys.isEmpty()) {
      return Optional.of(List.of());
    }
    Set<Leg> all = journeys.stream().flatMap(List::stream).collect(Collectors.toSet());
    Map<Leg, Flight> flights = legs.flights(all);
    return flights.keySet().containsAll(all)
        ? Optional.of(journeys.stream().map(j -> itinerary(j, flights)).toList())
        : Optional.empty();
  }

  private static Itinerary itinerary(List<Leg> journey, Map<Leg, Flight> flights) {
    return new Itinerary(
        journey.stream()
            .map(
                l ->
                    new Itinerary.Ride(
                        flights.get(l),
                        Instant.ofEpochSecond(l.departs()),
                        Instant.ofEpochSecond(l.arrives())))
            .toList());
  }

  private long change(String airport) {
    return times.at(airport).toSeconds();
  }

  /** One search. */
  private final class Search {
    private final Question question;
    private final LegQueries legs;
    private final long start;
    private final long end;

    Search(Question question, LegQueries legs) {
      this.question = question;
      this.legs = legs;
      start = question.earliest().getEpochSecond() + (question.earliest().getNano() > 0 ? 1 : 0);
      end = question.earliest().plus(question.within()).getEpochSecond();
    }

    List<List<Leg>> journeys() {
      List<Leg> one = List.of();
      List<Leg> two = List.of();
      List<Leg> three = List.of();
      if (question.legs() == 1) {
        one = best(legs.between(question.from(), question.to(), start, end));
      }
      if (question.legs() >= 2) {
        long first = Math.min(end, start + WINDOWS.getFirst().toSeconds());
        LegQueries.Ends ends = legs.ends(question.from(), question.to(), start, first, end);
        one = best(ends.between());
        long bound = before(one, end);
        long until = start;
        for (int i = 0; until < bound && two.isEmpty() && three.isEmpty(); i++) {
          until = i < WINDOWS.size() ? Math.min(bound, start + WINDOWS.get(i).toSeconds()) : bound;
          List<Leg> in = i == 0 ? by(until, ends.in()) : in(until);
          if (in.isEmpty()) {
            continue;
          }
          Map<String, List<Leg>> out =
              byDestination(
                  i == 0 ? by(until, ends.out()) : legs.from(question.from(), start, until));
          two = two(out, in);
          if (question.legs() >= 3) {
            three = three(out, in, before(two, until));
          }
        }
        if (two.isEmpty() && until < bound) {
          List<Leg> in = in(bound);
          Set<String> changes = in.stream().map(Leg::origin).collect(Collectors.toSet());
          two = two(byDestination(legs.from(question.from(), changes, start, bound)), in);
        }
      }
      return Stream.of(three, two, one).filter(j -> !j.isEmpty()).toList();
    }

    /** The last second at which a journey with more legs than this one must have arrived. */
    private static long before(List<Leg> journey, long otherwise) {
      return journey.isEmpty() ? otherwise : journey.getLast().arrives() - 1;
    }

    private List<Leg> in(long until) {
      return by(until, legs.to(question.to(), start, until));
    }

    /** Those that are there by then, the earliest first. */
    private static List<Leg> by(long until, List<Leg> legs) {
      return legs.stream()
          .filter(leg -> leg.arrives() <= until)
          .sorted(Comparator.comparingLong(Leg::arrives))
          .toList();
    }

    private static List<Leg> best(List<Leg> direct) {
      List<Leg> best = List.of();
      for (Leg leg : direct) {
        best = best(best, List.of(leg));
      }
      return best;
    }

    private List<Leg> two(Map<String, List<Leg>> out, List<Leg> in) {
      List<Leg> best = List.of();
      for (Leg last : in) {
        if (!best.isEmpty() && last.arrives() > best.getLast().arrives()) {
          break;
        }
        for (Leg first : out.getOrDefault(last.origin(), List.of())) {
          if (reaches(first, last)) {
            best = best(best, List.of(first, last));
          }
        }
      }
      return best;
    }

    private List<Leg> three(Map<String, List<Leg>> out, List<Leg> in, long bound) {
      Map<String, Long> latest = new HashMap<>();
      for (Leg last : in) {
        if (last.arrives() <= bound && !last.origin().equals(question.from())) {
          latest.merge(last.origin(), last.departs() - change(last.origin()), Math::max);
        }
      }
      Map<String, Long> ready = new HashMap<>();
      out.forEach(
          (place, firsts) -> {
            if (!place.equals(question.to())) {
              long first = firsts.stream().mapToLong(Leg::arrives).min().orElseThrow();
              ready.put(place, first + change(place));
            }
          });
      Map<String, List<Leg>> middle = byDestination(legs.middle(ready, latest));
      List<Leg> best = List.of();
      for (Leg last : in) {
        if (last.arrives() > bound
            || (!best.isEmpty() && last.arrives() > best.getLast().arrives())) {
          break;
        }
        for (Leg second : middle.getOrDefault(last.origin(), List.of())) {
          if (reaches(second, last)) {
            for (Leg first : out.getOrDefault(second.origin(), List.of())) {
              if (reaches(first, second)) {
                best = best(best, List.of(first, second, last));
              }
            }
          }
        }
      }
      return best;
    }

    private boolean reaches(Leg leg, Leg next) {
      return leg.arrives() + change(next.origin()) <= next.departs();
    }

    private static List<Leg> best(List<Leg> known, List<Leg> journey) {
      return Leg.better(journey, known) ? journey : known;
    }

    private static Map<String, List<Leg>> byDestination(List<Leg> legs) {
      Map<String, List<Leg>> by = new HashMap<>();
      legs.forEach(l -> by.computeIfAbsent(l.destination(), k -> new ArrayList<>()).add(l));
      return by;
    }
  }
}
