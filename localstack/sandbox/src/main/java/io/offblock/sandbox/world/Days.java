package io.offblock.sandbox.world;

import static io.offblock.sandbox.world.Minutes.NONE;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the timetable happen: what is late, cancelled or diverted on a day. A delay runs on along
 * its line; the rest at a line's end always absorbs it, so that a day depends on no other day.
 */
final class Days {
  /** The clock that the timetable is written in. */
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final int WORST_DELAY = 540;
  private static final int EARLIEST = -9;
  private static final double CANCELLED = 0.0125;
  private static final double DIVERTED = 0.0016;

  private final Timetable timetable;
  private final Weather weather;
  private final Congestion congestion;
  private final List<Airport> alternates;
  private final long seed;
  private final Map<Airport, Airport> nearestAlternate = new HashMap<>();

  Days(Timetable timetable, List<Airport> alternates, long seed) {
    this.timetable = timetable;
    this.alternates = alternates;
    this.seed = seed;
    this.weather = new Weather(seed);
    this.congestion = new Congestion(seed);
  }

  /** All flights of the lines that start on a day of Berlin's calendar, diverted legs included. */
  synchronized List<Flight> of(long epochDay) {
    List<Flight> flights = new ArrayList<>(timetable.legs() + 40);
    long day = Noise.mix(seed, epochDay);
    for (var fleet : timetable.fleets()) {
      for (var line : fleet.lines()) {
        fly(line, fleet.aircraft(line, epochDay), epochDay, day, flights);
      }
    }
    return flights;
  }

  private void fly(Line line, String aircraft, long epochDay, long day, List<Flight> flights) {
    int worst = Math.min(WORST_DELAY, line.spare());
    var first = line.legs().getFirst();
    // Berlin's offset at the start holds for the whole line: no rotation is squeezed by a change of
    // the clocks.
    int midnight =
        Minutes.utc((int) (epochDay * Minutes.DAY) + first.departure(), BERLIN) - first.departure();
    int ready = NONE;
    int round = -1;
    int cancelledAt = NONE;
    for (var leg : line.legs()) {
      int scheduledOff = midnight + leg.departure();
      int scheduledOn = scheduledOff + leg.block();
      long key = Noise.mix(day, leg.id());
      if (leg.round() != round) {
        round = leg.round();
        cancelledAt = cancellation(leg, scheduledOff, key);
      }
      if (cancelledAt != NONE) {
        flights.add(Flight.planned(leg, key, aircraft, scheduledOff, NONE, NONE, cancelledAt));
        continue;
      }
      int off = Math.max(scheduledOff + departureDelay(leg, scheduledOff, key), ready);
      off = Math.min(off, scheduledOff + worst);
      int on = off + enRoute(leg, off, key);
      on = Math.min(on, scheduledOn + worst);
      var flight = Flight.planned(leg, key, aircraft, scheduledOff, off, on, NONE);
      var diversion = diversion(flight, worst);
      if (diversion.isPresent()) {
        flights.addAll(diversion.get());
        on = diversion.get().getLast().on();
      } else {
        flights.add(flight);
      }
      ready = on + leg.type().turnaround();
    }
  }

  private int cancellation(Leg leg, int scheduledOff, long key) {
    double bad =
        weather.minutes(leg.origin(), scheduledOff)
            + weather.minutes(leg.destination(), scheduledOff);
    double chance = CANCELLED * (leg.type().wide() ? 0.5 : 1) + Math.min(0.2, bad * 0.0012);
    if (Noise.unit(key, 1) >= chance) {
      return NONE;
    }
    return scheduledOff - 25 - (int) Math.min(2000, Noise.exponential(key, 2, 260));
  }

  /** Minutes late, for reasons that are not the inbound aircraft's. */
  private int departureDelay(Leg leg, int scheduledOff, long key) {
    double minutes = -1.5 + 3 * Noise.normal(key, 3);
    minutes += Noise.exponential(key, 4, 3 + congestion.minutes(leg.origin(), scheduledOff));
    minutes += Noise.exponential(key, 5, 0.001 + weather.minutes(leg.origin(), scheduledOff));
    if (Noise.unit(key, 6) < 0.03) {
      minutes +=
          15
              + Noise.exponential(
                  key, 7, 45); // a technical fault, a missing crew, a lost passenger's bag
    }
    return (int) Math.round(Math.max(EARLIEST, minutes));
  }

  /**
   * Minutes from off-block to on-block: schedules hold a reserve, wind and holding take or give.
   */
  private int enRoute(Leg leg, int off, long key) {
    int block = leg.block();
    int arrival = off + block;
    double minutes = block - 5 - 0.018 * block + Noise.normal(key, 8) * (3 + 0.014 * block);
    minutes +=
        Noise.exponential(key, 9, 0.5 + 0.35 * congestion.minutes(leg.destination(), arrival));
    minutes +=
        Noise.exponential(key, 10, 0.001 + 0.4 * weather.minutes(leg.destination(), arrival));
    return (int) Math.round(Math.max(0.86 * block, minutes));
  }

  /** The planned leg and the two flown instead; nothing if the flight gets where it should. */
  private Optional<List<Flight>> diversion(Flight flight, int worst) {
    var leg = flight.leg();
    double bad = weather.minutes(leg.destination(), flight.on());
    if (leg.cargo()
        || leg.block() < 65
        || Noise.unit(flight.key(), 11) >= DIVERTED * (1 + bad / 12)) {
      return Optional.empty();
    }
    var alternate = nearestAlternate.computeIfAbsent(leg.destination(), this::alternate);
    if (alternate.equals(leg.origin()) || alternate.kilometresTo(leg.destination()) > 900) {
      return Optional.empty();
    }
    int first = Math.max(leg.type().block(leg.origin(), alternate), (int) (leg.block() * 0.8));
    int on = flight.off() + first + 10 + (int) (20 * Noise.unit(flight.key(), 12));
    int onward = 5 * Math.ceilDiv(on + 50, 5);
    int hop = leg.type().block(alternate, leg.destination());
    int off = onward + (int) (14 * Noise.unit(flight.key(), 13));
    int end = off + hop - 3;
    if (end > flight.scheduledOn() + worst) {
      return Optional.empty();
    }
    int known = Math.max(flight.off() + 20, on - 35);
    return Optional.of(
        List.of(
            flight.givenUpAt(known),
            flight.flown(
                leg.origin(),
                alternate,
                flight.scheduledOff(),
                flight.scheduledOff() + first,
                flight.off(),
                on,
                known),
            flight.flown(alternate, leg.destination(), onward, onward + hop, off, end, known)));
  }

  private Airport alternate(Airport destination) {
    return alternates.stream()
        .filter(airport -> airport.kilometresTo(destination) > 45)
        .min((a, b) -> Double.compare(a.kilometresTo(destination), b.kilometresTo(destination)))
        .orElseThrow();
  }
}
