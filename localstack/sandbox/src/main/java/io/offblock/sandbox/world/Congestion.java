package io.offblock.sandbox.world;

/**
 * How full an airport is by its local hour and day of the week, as mean minutes that a departure
 * waits.
 */
final class Congestion {
  /** Share of the worst hour, by local hour. */
  private static final double[] HOURS = {
    .1, .05, .05, .05, .1, .3, .6, .9, .8, .6, .7, .8, .75, .7, .75, .8, .9, 1, 1, .95, .8, .6, .4,
    .2
  };

  /** Monday first: Fridays and Sundays are worst. */
  private static final double[] WEEKDAYS = {1.05, .9, .9, 1.05, 1.25, .85, 1.15};

  private static final double WORST_AT_HUB = 9;
  private static final double WORST_ELSEWHERE = 4;

  private final long seed;

  Congestion(long seed) {
    this.seed = Noise.mix(seed, 13);
  }

  double minutes(Airport airport, int utcMinute) {
    int local = airport.local(utcMinute);
    int day = Math.floorDiv(local, Minutes.DAY);
    long place = airport.iata().hashCode();
    double worst = Network.HUBS.contains(airport.iata()) ? WORST_AT_HUB : WORST_ELSEWHERE;
    // Some airports are worse than others, and every airport has good and bad days (strikes, staff,
    // runways).
    double habit = 0.7 + 0.6 * Noise.unit(seed, place);
    double luck = Math.exp(0.55 * Noise.normal(Noise.mix(seed, day), place) - 0.15);
    return worst
        * HOURS[Math.floorMod(local, Minutes.DAY) / 60]
        * WEEKDAYS[Math.floorMod(day + 3, 7)]
        * habit
        * Math.min(4, luck);
  }
}
