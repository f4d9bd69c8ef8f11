package io.offblock.neo4j;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Tries every sequence of legs: too slow for use, too plain to be wrong. */
final class Everything {
  private Everything() {}

  /** Stops and arrival of the journeys of which none is better in both, earliest first. */
  static List<String> arrivals(
      Connections.Question question, List<Leg> legs, ConnectionTimes times) {
    TreeMap<Integer, Long> earliest = new TreeMap<>();
    follow(question, legs, times, List.of(), earliest);
    List<String> arrivals = new ArrayList<>();
    long best = Long.MAX_VALUE;
    for (var byStops : earliest.entrySet()) {
      if (byStops.getValue() < best) {
        best = byStops.getValue();
        arrivals.addFirst(byStops.getKey() + " stops, " + Instant.ofEpochSecond(best));
      }
    }
    return arrivals;
  }

  private static void follow(
      Connections.Question question,
      List<Leg> legs,
      ConnectionTimes times,
      List<Leg> journey,
      TreeMap<Integer, Long> earliest) {
    if (!journey.isEmpty() && journey.getLast().destination().equals(question.to())) {
      earliest.merge(journey.size() - 1, journey.getLast().arrives(), Math::min);
    }
    if (journey.size() == question.legs()) {
      return;
    }
    String place = journey.isEmpty() ? question.from() : journey.getLast().destination();
    long ready =
        journey.isEmpty()
            ? question.earliest().getEpochSecond()
            : journey.getLast().arrives() + times.at(place).toSeconds();
    long end = question.earliest().plus(question.within()).getEpochSecond();
    for (Leg leg : legs) {
      if (leg.origin().equals(place) && leg.departs() >= ready && leg.arrives() <= end) {
        List<Leg> longer = new ArrayList<>(journey);
        longer.add(leg);
        follow(question, legs, times, longer, earliest);
      }
    }
  }
}
