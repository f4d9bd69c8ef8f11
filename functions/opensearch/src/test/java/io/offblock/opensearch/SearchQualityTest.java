package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.StoreServer;
import io.offblock.airport.Airports;
import io.offblock.flight.Airframe;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How near the top the answer stands that people mean, over a list of queries that was written
 * before the scoring was set: the mean of one divided by its place.
 */
class SearchQualityTest {
  private static final double GOOD = .95;
  private static final int LOOKED_AT = 10;
  private static final Search SEARCH =
      new Search(OpenSearchServer.connection(), Airports.packaged(), () -> Samples.MOMENT);

  private record Asked(String query, String kind, String expected) {}

  @BeforeAll
  static void load() {
    OpenSearchFlightStore store = OpenSearchServer.emptyStore();
    store.apply(Samples.payload(1), new ParsedPayload(List.of(), ReferenceData.all(), List.of()));
    store.apply(Samples.payload(2), Samples.flights(flights(Samples.payload(2))));
    OpenSearchServer.makeFindable();
  }

  private static List<FlightReport> flights(Payload payload) {
    List<FlightReport> reports = new ArrayList<>();
    for (int day = 22; day <= 26; day++) {
      reports.add(Samples.full(id("LH-400-FRA-JFK-202611%dT1055", day), payload));
      for (String other :
          List.of(
              "LH-401-JFK-FRA-202611%dT1800",
              "LH-4-FRA-HAM-202611%dT0700",
              "LH-410-MUC-JFK-202611%dT1530",
              "LX-1070-ZRH-FRA-202611%dT0900",
              "LX-14-ZRH-JFK-202611%dT1300",
              "OS-87-VIE-JFK-202611%dT1020",
              "OS-400-VIE-ZRH-202611%dT1300",
              "SN-515-BRU-JFK-202611%dT1010",
              "4Y-17A-FRA-PMI-202611%dT0500",
              "UA-960-EWR-FRA-202611%dT1800")) {
        reports.add(Samples.bare(id(other, day), payload));
      }
    }
    IntStream.rangeClosed(22, 26)
        .forEach(
            day -> reports.add(flown(id("LH-454-FRA-SFO-202611%dT0955", day), payload, "DAIXP")));
    return reports;
  }

  private static FlightId id(String id, int day) {
    return FlightId.parse(id.formatted(day)).orElseThrow();
  }

  private static FlightReport flown(FlightId id, Payload payload, String registration) {
    FlightReport bare = Samples.bare(id, payload);
    return new FlightReport(
        bare.id(),
        bare.version(),
        bare.payload(),
        bare.resource(),
        bare.operation(),
        Optional.of(new Airframe(Optional.of(registration), Optional.of("Passenger"))),
        bare.codeshares(),
        bare.plan(),
        bare.source());
  }

  @Test
  void whatIsMeantStandsAtTheTop() {
    List<Asked> list =
        ReferenceData.rows(
                StoreServer.project()
                    .resolve(
                        "functions/opensearch/src/test/resources/io/offblock/opensearch/queries.csv"))
            .stream()
            .map(row -> new Asked(row[0], row[1], row[2]))
            .toList();
    assertTrue(list.size() >= 200, "only " + list.size() + " queries");
    list.forEach(asked -> SEARCH.hits(asked.query(), LOOKED_AT));

    double sum = 0;
    Map<String, List<Double>> byKind = new TreeMap<>();
    List<Double> millis = new ArrayList<>();
    for (Asked asked : list) {
      long begin = System.nanoTime();
      List<String> found =
          SEARCH.hits(asked.query(), LOOKED_AT).stream()
              .map(hit -> hit.kind() + " " + hit.id())
              .toList();
      millis.add((System.nanoTime() - begin) / 1e6);
      int place = found.indexOf(asked.expected()) + 1;
      double worth = place == 0 ? 0 : 1.0 / place;
      sum += worth;
      byKind.computeIfAbsent(asked.kind(), k -> new ArrayList<>()).add(worth);
      if (place != 1) {
        System.out.printf(
            "miss (%s): %s is at place %d for \"%s\", first %s%n",
            asked.kind(),
            asked.expected(),
            place,
            asked.query(),
            found.isEmpty() ? "none" : found.getFirst());
      }
    }
    double mean = sum / list.size();
    byKind.forEach(
        (kind, worths) ->
            System.out.printf(
                "%-18s %3d queries, %.3f%n",
                kind, worths.size(), worths.stream().mapToDouble(w -> w).average().orElseThrow()));
    List<Double> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "mean reciprocal rank %.4f over %d queries; p50 %.1f ms, p95 %.1f ms%n",
        mean,
        list.size(),
        sorted.get(sorted.size() / 2),
        sorted.get((int) Math.ceil(sorted.size() * .95) - 1));
    assertTrue(mean >= GOOD, "mean reciprocal rank " + mean);
  }
}
