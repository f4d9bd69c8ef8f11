package io.offblock.sandbox.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fronts that are born, cross the map and fade: what they cost an airport in minutes at a time. */
final class Weather {
  private static final int EPOCH_DAYS = 2;
  private static final int EPOCH = EPOCH_DAYS * Minutes.DAY;
  private static final int FRONTS_EUROPE = 6;
  private static final int FRONTS_ELSEWHERE = 9;
  private static final double KM_A_DEGREE = 111.2;

  private final long seed;
  private final Map<Integer, List<Front>> epochs = new ConcurrentHashMap<>();

  Weather(long seed) {
    this.seed = Noise.mix(seed, 11);
  }

  /**
   * A disc that moves on a straight course at constant speed, strongest in the middle of its life
   * and of itself.
   */
  private record Front(
      int begin,
      int life,
      double latitude,
      double longitude,
      double north,
      double east,
      double radius,
      double cost) {

    double minutesAt(Airport airport, int minute) {
      double age = minute - begin;
      if (age < 0 || age > life) {
        return 0;
      }
      double hours = age / 60;
      double lat = latitude + north * hours / KM_A_DEGREE;
      if (Math.abs(airport.latitude() - lat) * KM_A_DEGREE > radius) {
        return 0;
      }
      double lon = longitude + east * hours / (KM_A_DEGREE * Math.cos(Math.toRadians(lat)));
      double distance = airport.kilometresTo(lat, lon);
      return distance > radius
          ? 0
          : cost * Math.sin(Math.PI * age / life) * (1 - distance / radius);
    }
  }

  /** Mean extra minutes of a movement at this airport and UTC minute; 0 in calm weather. */
  double minutes(Airport airport, int minute) {
    int epoch = Math.floorDiv(minute, EPOCH);
    double sum = 0;
    for (int e = epoch - 1; e <= epoch; e++) {
      for (var front : epochs.computeIfAbsent(e, this::fronts)) {
        sum += front.minutesAt(airport, minute);
      }
    }
    return sum;
  }

  private List<Front> fronts(int epoch) {
    List<Front> fronts = new ArrayList<>(FRONTS_EUROPE + FRONTS_ELSEWHERE);
    for (int i = 0; i < FRONTS_EUROPE + FRONTS_ELSEWHERE; i++) {
      long key = Noise.mix(Noise.mix(seed, epoch), i);
      boolean europe = i < FRONTS_EUROPE;
      fronts.add(
          new Front(
              epoch * EPOCH + (int) (Noise.unit(key, 1) * EPOCH),
              (int) (60 * (10 + 26 * Noise.unit(key, 2))),
              europe ? 40 + 17 * Noise.unit(key, 3) : -35 + 85 * Noise.unit(key, 3),
              europe ? -12 + 28 * Noise.unit(key, 4) : -125 + 260 * Noise.unit(key, 4),
              -12 + 24 * Noise.unit(key, 5),
              15 + 35 * Noise.unit(key, 6),
              220 + 330 * Noise.unit(key, 7),
              18 + 62 * Noise.unit(key, 8) * Noise.unit(key, 9)));
    }
    return List.copyOf(fronts);
  }
}
