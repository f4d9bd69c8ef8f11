package io.offblock.model.evaluation;

import io.offblock.model.feature.Flights;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** How good forecasts were by carrier, hub, hour, and for what was never seen in training. */
public final class Slices {
  /** Slices with fewer flights tell more of chance than of the model. */
  private static final int LEAST = 200;

  private static final int HUBS = 15;
  private static final String[] HOURS =
      IntStream.range(0, 24).mapToObj("%02d"::formatted).toArray(String[]::new);

  /**
   * One slice.
   *
   * @param kind {@code carrier}, {@code hub}, {@code hour} or {@code unseen}
   * @param key which one
   */
  public record Slice(String kind, String key, Metrics metrics) {}

  private Slices() {}

  /**
   * @param unseen whether a flight's route or number was never seen before
   */
  public static List<Slice> of(Flights flights, Scores s, IntPredicate unseen) {
    List<Slice> slices = new ArrayList<>();
    add(slices, "carrier", s, i -> flights.carrier(s.flight()[i]), Integer.MAX_VALUE);
    add(slices, "hub", s, i -> flights.origin(s.flight()[i]), HUBS);
    add(slices, "hour", s, i -> HOURS[flights.localHour(s.flight()[i])], 24);
    Scores never = s.where(i -> unseen.test(s.flight()[i]));
    if (never.size() > 0) {
      slices.add(new Slice("unseen", "route or flight number", Metrics.of(never)));
    }
    return slices;
  }

  private static void add(
      List<Slice> slices, String kind, Scores s, IntFunction<String> key, int most) {
    Map<String, BitSet> rows = new HashMap<>();
    for (int i = 0; i < s.size(); i++) {
      rows.computeIfAbsent(key.apply(i), k -> new BitSet()).set(i);
    }
    Map<String, BitSet> chosen = new TreeMap<>();
    rows.entrySet().stream()
        .filter(e -> e.getValue().cardinality() >= LEAST)
        .sorted(
            Comparator.<Map.Entry<String, BitSet>>comparingInt(e -> -e.getValue().cardinality())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .forEach(e -> chosen.put(e.getKey(), e.getValue()));
    chosen.forEach(
        (wanted, those) -> slices.add(new Slice(kind, wanted, Metrics.of(s.where(those::get)))));
  }
}
