package io.offblock.sandbox.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every flight of every day, past and future, computed when somebody asks: a pure function of the
 * seed. Days that were asked for stay in memory, the least recently used leave.
 */
public final class World {
  /** A line's last leg may depart this many days after the line's first. */
  private static final int LONGEST_LINE_DAYS = 4;

  private static final int DAYS_KEPT = 14;

  private final Airports airports;
  private final Network network;
  private final Timetable timetable;
  private final Days days;
  private final Map<Long, Day> kept =
      new LinkedHashMap<>(32, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Day> eldest) {
          return size() > DAYS_KEPT;
        }
      };

  private World(long seed) {
    airports = Airports.load();
    network = new Network(airports);
    timetable = Timetable.of(network, seed);
    var served = network.served().stream().map(airports::get).toList();
    days = new Days(timetable, served, seed);
  }

  /** The world that grows from a seed. */
  public static World of(long seed) {
    return new World(seed);
  }

  public Airports airports() {
    return airports;
  }

  public Map<String, Airline> airlines() {
    return network.airlines;
  }

  public Map<String, AircraftType> types() {
    return network.types;
  }

  /** Codes of the airports that the world's flights serve. */
  public Set<String> served() {
    return network.served();
  }

  /** Codes of the airports where connections are made. */
  public static Set<String> hubs() {
    return Network.HUBS;
  }

  /** The flights of one line day, by place and number; arrays are sorted by scheduled time. */
  private record Day(
      List<Flight> all,
      Map<String, Flight[]> byOrigin,
      Map<String, Flight[]> byDestination,
      Map<Leg.FlightNumber, Flight[]> byNumber) {

    static Day of(List<Flight> flights) {
      Map<String, List<Flight>> origins = new HashMap<>();
      Map<String, List<Flight>> destinations = new HashMap<>();
      Map<Leg.FlightNumber, List<Flight>> numbers = new HashMap<>();
      for (var flight : flights) {
        origins.computeIfAbsent(flight.origin().iata(), key -> new ArrayList<>()).add(flight);
        destinations
            .computeIfAbsent(flight.destination().iata(), key -> new ArrayList<>())
            .add(flight);
        numbers.computeIfAbsent(flight.leg().flightNumber(), key -> new ArrayList<>(2)).add(flight);
        for (var code : flight.leg().codeshares()) {
          numbers.computeIfAbsent(code, key -> new ArrayList<>(2)).add(flight);
        }
      }
      return new Day(
          flights,
          sorted(origins, Comparator.comparingInt(Flight::scheduledOff)),
          sorted(destinations, Comparator.comparingInt(Flight::scheduledOn)),
          sorted(numbers, Comparator.comparingInt(Flight::scheduledOff)));
    }

    private static <K> Map<K, Flight[]> sorted(
        Map<K, List<Flight>> lists, Comparator<Flight> order) {
      Map<K, Flight[]> arrays = HashMap.newHashMap(lists.size());
      lists.forEach(
          (key, list) -> {
            list.sort(order);
            arrays.put(key, list.toArray(Flight[]::new));
          });
      return arrays;
    }
  }

  private static final Flight[] NO_FLIGHTS = {};

  private synchronized Day day(long epochDay) {
    var day = kept.get(epochDay);
    if (day == null) {
      day = Day.of(days.of(epochDay));
      kept.put(epochDay, day);
    }
    return day;
  }

  private List<Day> days(int from, int until) {
    long last = Math.floorDiv(until, Minutes.DAY) + 1L;
    List<Day> days = new ArrayList<>();
    for (long day = Math.floorDiv(from, Minutes.DAY) - LONGEST_LINE_DAYS; day <= last; day++) {
      days.add(day(day));
    }
    return days;
  }

  /**
   * Legs whose scheduled off-block at an airport is in [from, until), in any state, in no order.
   */
  public List<Flight> departures(String airport, int from, int until) {
    List<Flight> found = new ArrayList<>();
    for (var day : days(from, until)) {
      for (var flight : day.byOrigin().getOrDefault(airport, NO_FLIGHTS)) {
        if (flight.scheduledOff() >= from && flight.scheduledOff() < until) {
          found.add(flight);
        }
      }
    }
    return found;
  }

  /** Legs whose scheduled on-block at an airport is in [from, until). */
  public List<Flight> arrivals(String airport, int from, int until) {
    List<Flight> found = new ArrayList<>();
    for (var day : days(from - Minutes.DAY, until)) {
      for (var flight : day.byDestination().getOrDefault(airport, NO_FLIGHTS)) {
        if (flight.scheduledOn() >= from && flight.scheduledOn() < until) {
          found.add(flight);
        }
      }
    }
    return found;
  }

  /** Legs sold under a number, own or codeshare, whose scheduled off-block is in [from, until). */
  public List<Flight> numbered(Leg.FlightNumber number, int from, int until) {
    return days(from, until).stream()
        .flatMap(day -> Arrays.stream(day.byNumber().getOrDefault(number, NO_FLIGHTS)))
        .filter(flight -> flight.scheduledOff() >= from && flight.scheduledOff() < until)
        .toList();
  }

  /** Every leg whose scheduled off-block is in [from, until). */
  public List<Flight> departing(int from, int until) {
    return days(from, until).stream()
        .flatMap(day -> day.all().stream())
        .filter(flight -> flight.scheduledOff() >= from && flight.scheduledOff() < until)
        .toList();
  }

  /** Flights between off-block and on-block at a moment. */
  public List<Flight> airborne(int now) {
    return departing(now - 2 * Minutes.DAY, now + 60).stream()
        .filter(flight -> flight.airborneAt(now))
        .toList();
  }
}
