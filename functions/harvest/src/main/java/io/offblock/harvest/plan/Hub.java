package io.offblock.harvest.plan;

import java.util.Map;
import java.util.TreeSet;

/**
 * What is believed of an airport's boards before they have been read: the first run has nothing
 * else to go by. Later, counts of what was really seen outweigh it.
 *
 * @param flightsAnHour on each side, by day
 * @param longHaul share of flights above five hours
 */
record Hub(double flightsAnHour, double longHaul) {
  /** Where the airlines of Lufthansa's API fly from and to. */
  private static final Map<String, Hub> SEEDS =
      Map.ofEntries(
          Map.entry("FRA", new Hub(34, 0.16)),
          Map.entry("MUC", new Hub(28, 0.12)),
          Map.entry("ZRH", new Hub(22, 0.14)),
          Map.entry("VIE", new Hub(20, 0.10)),
          Map.entry("BRU", new Hub(16, 0.12)),
          Map.entry("DUS", new Hub(12, 0.06)),
          Map.entry("FCO", new Hub(14, 0.12)),
          Map.entry("BER", new Hub(10, 0.05)),
          Map.entry("HAM", new Hub(10, 0.05)),
          Map.entry("CGN", new Hub(8, 0.05)),
          Map.entry("STR", new Hub(8, 0.05)),
          Map.entry("GVA", new Hub(7, 0.05)),
          Map.entry("MXP", new Hub(5, 0.06)),
          Map.entry("WAW", new Hub(12, 0.08)),
          Map.entry("ATH", new Hub(8, 0.02)),
          Map.entry("HAJ", new Hub(4, 0.03)));

  /** Always in the same order, so that the same answers lead to the same calls. */
  private static final Iterable<String> NAMES = new TreeSet<>(SEEDS.keySet());

  /** An airport of which nothing is believed: seen only from the other end of its flights. */
  static final Hub NONE = new Hub(0, 0);

  static Hub of(String airport) {
    return SEEDS.getOrDefault(airport, NONE);
  }

  static Iterable<String> seeds() {
    return NAMES;
  }

  boolean seeded() {
    return flightsAnHour > 0;
  }

  /** How busy an hour of the local day is against the average waking hour. */
  static double hourOfDay(int localMinute) {
    return switch (Math.floorMod(localMinute, 1440) / 60) {
      case 0, 1, 2, 3 -> 0.1;
      case 4 -> 0.3;
      case 5 -> 0.7;
      case 22 -> 0.6;
      case 23 -> 0.3;
      default -> 1.2;
    };
  }
}
