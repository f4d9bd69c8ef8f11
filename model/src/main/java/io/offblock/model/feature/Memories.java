package io.offblock.model.feature;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The memory of every kind of key, and what flights gain or lose between the gates. */
final class Memories {
  static final String TYPE = "type";

  /** Kinds of which the minutes tell nothing that the share late does not. */
  static final Set<String> COARSE =
      Set.of(
          "route",
          "carrier_route",
          "route_hour",
          "carrier_origin",
          "carrier_destination",
          "origin",
          TYPE);

  final Map<String, Memory> kinds = new LinkedHashMap<>();
  private final Memory[] all;
  private final Gain numberGain;
  private final Gain routeGain;
  private final Gain turn;
  private final Network network;
  private final int remembered;

  Memories(Flights f, Network network, MemoryState state) {
    this.network = network;
    long[] carrier = Keys.hashes(f.carriers);
    long[] airport = Keys.hashes(f.airports);
    long[] number = Keys.hashes(f.numbers);
    long[] type = Keys.hashes(f.types);
    kind(
        f,
        "number",
        i ->
            Keys.mix(
                number[f.number[i]], Keys.mix(airport[f.origin[i]], airport[f.destination[i]])));
    kind(f, "route", i -> Keys.mix(airport[f.origin[i]], airport[f.destination[i]]));
    kind(
        f,
        "carrier_route",
        i ->
            Keys.mix(
                carrier[f.carrier[i]], Keys.mix(airport[f.origin[i]], airport[f.destination[i]])));
    kind(
        f,
        "route_hour",
        i ->
            Keys.mix(
                Keys.mix(airport[f.origin[i]], airport[f.destination[i]]), f.localOff[i] / 60));
    kind(f, "carrier_origin", i -> Keys.mix(carrier[f.carrier[i]], airport[f.origin[i]]));
    kind(
        f, "carrier_destination", i -> Keys.mix(~carrier[f.carrier[i]], airport[f.destination[i]]));
    kind(f, "origin_hour", i -> Keys.mix(airport[f.origin[i]], f.localOff[i] / 60));
    kind(f, "destination_hour", i -> Keys.mix(~airport[f.destination[i]], f.localOn[i] / 60));
    kind(f, "carrier_hour", i -> Keys.mix(carrier[f.carrier[i]], f.localOff[i] / 60));
    kind(
        f,
        "carrier_weekday",
        i -> Keys.mix(~carrier[f.carrier[i]], Math.floorMod(f.localDay[i], 7)));
    kind(f, "origin", i -> Keys.mix(airport[f.origin[i]], -1));
    kind(f, "destination", i -> Keys.mix(airport[f.destination[i]], -2));
    kind(f, "carrier", i -> Keys.mix(carrier[f.carrier[i]], -3));
    kind(f, TYPE, i -> f.type[i] < 0 ? -5 : Keys.mix(type[f.type[i]], carrier[f.carrier[i]]));
    all = kinds.values().toArray(Memory[]::new);
    numberGain = new Gain(kinds.get("number").keys);
    routeGain = new Gain(kinds.get("carrier_route").keys);
    turn = new Gain(kinds.get("number").keys);
    remembered = state == null ? Integer.MIN_VALUE : state.restore(this, network);
  }

  private void kind(Flights f, String name, java.util.function.IntToLongFunction key) {
    kinds.put(name, new Memory(new Keys(f.size, key)));
  }

  Gain numberGain() {
    return numberGain;
  }

  Gain routeGain() {
    return routeGain;
  }

  /** Minutes that the aircraft of a flight number usually has on the ground before. */
  Gain turn() {
    return turn;
  }

  void turned(int i, int now, int minutes) {
    if (now > remembered) {
      turn.add(i, minutes, 0);
    }
  }

  /** What was remembered already is not taken in twice. */
  void arrived(int i, int now, int delay, int gain) {
    if (now <= remembered) {
      return;
    }
    double late = network.late();
    double minutes = network.minutes();
    for (Memory m : all) {
      m.add(i, now, delay >= 15, delay, late, minutes);
    }
    numberGain.add(i, gain, routeGain.add(i, gain, 0));
  }

  /** Minutes that the flight is expected to lose between the gates; below 0 it gains. */
  double gain(int i, int now) {
    return numberGain.mean(i, routeGain.mean(i, 0));
  }

  boolean remembers(int now) {
    return now <= remembered;
  }

  /** Mean of arrival delay less departure delay. */
  static final class Gain {
    private static final double WEIGHT = 6;
    private static final float FADE = 0.97f;
    final Keys keys;
    final float[] count;
    final float[] sum;

    Gain(Keys keys) {
      this.keys = keys;
      count = new float[keys.count()];
      sum = new float[keys.count()];
    }

    double add(int flight, int gain, double prior) {
      double before = mean(flight, prior);
      int k = keys.of[flight];
      count[k] = count[k] * FADE + 1;
      sum[k] = sum[k] * FADE + gain;
      return before;
    }

    /** Without drawing it anywhere; NaN where nothing was seen. */
    double plain(int flight) {
      int k = keys.of[flight];
      return count[k] == 0 ? Double.NaN : sum[k] / count[k];
    }

    double mean(int flight, double prior) {
      int k = keys.of[flight];
      return (sum[k] + WEIGHT * prior) / (count[k] + WEIGHT);
    }
  }
}
