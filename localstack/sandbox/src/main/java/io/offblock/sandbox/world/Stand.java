package io.offblock.sandbox.world;

import java.util.Map;

/** Where passengers find a flight at an airport; either part may be empty. */
public record Stand(String terminal, String gate) {
  private static final Map<String, String> TERMINALS =
      Map.ofEntries(
          Map.entry("FRA", "1"),
          Map.entry("MUC", "2"),
          Map.entry("VIE", "3"),
          Map.entry("LHR", "2"),
          Map.entry("CDG", "1"),
          Map.entry("JFK", "1"),
          Map.entry("BER", "1"),
          Map.entry("ARN", "5"),
          Map.entry("FCO", "1"),
          Map.entry("HAM", "1"),
          Map.entry("ORD", "1"),
          Map.entry("ZRH", ""),
          Map.entry("BRU", ""),
          Map.entry("WAW", ""),
          Map.entry("DUS", ""),
          Map.entry("ATH", ""));
  private static final String PIERS = "ABCDGKZ";

  static Stand of(Airport airport, long flight, int side, boolean gateKnown) {
    long place = airport.iata().hashCode();
    boolean hub = Network.HUBS.contains(airport.iata());
    double kind = Noise.unit(place, 1);
    String terminal = TERMINALS.get(airport.iata());
    if (terminal == null) {
      terminal = kind < 0.55 ? "1" : kind < 0.62 ? "2" : kind < 0.65 ? "2C" : "";
    }
    boolean gates = hub || Noise.unit(place, 2) < 0.55;
    if (!gates || !gateKnown || Noise.unit(flight, 40 + side) < 0.08) {
      return new Stand(terminal, "");
    }
    int number = 1 + (int) (Noise.unit(flight, 44 + side) * (hub ? 69 : 28));
    char pier = PIERS.charAt((int) (Noise.unit(flight, 48 + side) * (hub ? PIERS.length() : 3)));
    return new Stand(
        terminal, hub || kind < 0.5 ? "%c%02d".formatted(pier, number) : Integer.toString(number));
  }

  public boolean unknown() {
    return terminal.isEmpty() && gate.isEmpty();
  }
}
