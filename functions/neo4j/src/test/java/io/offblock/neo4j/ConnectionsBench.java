package io.offblock.neo4j;

import io.offblock.flight.FlightReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Prints how long a search takes, with every trip to the server in it, over a week of the sandbox's
 * world: {@code java -cp … io.offblock.neo4j.ConnectionsBench [searches]}. Pairs of airports and
 * moments are drawn by a seed, among all airports that the world serves.
 */
final class ConnectionsBench {
  private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private ConnectionsBench() {}

  public static void main(String[] arguments) {
    int searches = arguments.length == 0 ? 1000 : Integer.parseInt(arguments[0]);
    List<FlightReport> reports =
        PlayedFlights.world(1, MONDAY, MONDAY.plus(WEEK), MONDAY.plus(Duration.ofHours(12)));
    long began = System.nanoTime();
    PlayedFlights.load(Neo4jServer.emptyStore(), reports);
    System.out.printf("%d legs loaded in %.1f s%n", reports.size(), since(began) / 1e3);
    List<String> airports = reports.stream().map(r -> r.id().origin()).distinct().sorted().toList();
    Connections connections = new Connections(Neo4jServer.connection(), ConnectionTimes.packaged());
    Random random = new Random(7);
    run("warm-up", connections, airports, random, searches / 2);
    run("any to any", connections, airports, random, searches);
    run("hub to any", connections, List.of("FRA"), airports, random, searches);
    run("any to hub", connections, airports, List.of("FRA"), random, searches);
    System.exit(0);
  }

  private static void run(
      String name, Connections connections, List<String> airports, Random random, int searches) {
    run(name, connections, airports, airports, random, searches);
  }

  private static void run(
      String name,
      Connections connections,
      List<String> origins,
      List<String> destinations,
      Random random,
      int searches) {
    double[] millis = new double[searches];
    int found = 0;
    List<String> slow = new ArrayList<>();
    for (int i = 0; i < searches; i++) {
      String from = origins.get(random.nextInt(origins.size()));
      String to = destinations.get(random.nextInt(destinations.size()));
      if (from.equals(to)) {
        i--;
        continue;
      }
      Instant earliest = MONDAY.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
      long began = System.nanoTime();
      List<Itinerary> answer =
          connections.search(new Connections.Question(from, to, earliest, Duration.ofDays(6), 3));
      millis[i] = since(began);
      found += answer.isEmpty() ? 0 : 1;
      if (millis[i] > 50) {
        slow.add("%s-%s %.0f".formatted(from, to, millis[i]));
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "%-10s %d searches, %d airports, %d with an answer: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms; over 50 ms: %s%n",
        name,
        searches,
        Math.max(origins.size(), destinations.size()),
        found,
        millis[searches / 2],
        millis[searches * 95 / 100],
        millis[searches * 99 / 100],
        millis[searches - 1],
        slow.stream().limit(5).toList());
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
