package io.offblock.harvest.digest;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.harvest.digest.RawDigest.Day;
import io.offblock.history.History;
import io.offblock.history.Holding;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The flights that payloads tell of: what history says of them apart from the rest, as some stores
 * hold the one as lines only. Reports may be added by several threads.
 */
final class ToldFlights {
  private final Map<FlightId, Flight> current = new ConcurrentHashMap<>();
  private final Map<FlightId, Flight> past = new ConcurrentHashMap<>();

  void add(FlightReport report) {
    (History.isPast(report) ? past : current).merge(report.id(), Flight.of(report), Flight::merge);
  }

  /** A line had a flight on a day. */
  record LineDay(String line, LocalDate day) {}

  /** What a store of this holding must hold. */
  List<Day> digest(Holding holding) {
    FlightDigest digest = new FlightDigest();
    flights(holding).forEach(digest::add);
    lines(holding).forEach(flown -> digest.add(flown.line(), flown.day()));
    return digest.days().stream()
        .map(d -> new Day(d.day().toString(), d.count(), d.hash()))
        .toList();
  }

  /** The days of lines that a store of this holding holds in place of flights. */
  Stream<LineDay> lines(Holding holding) {
    return past.keySet().stream()
        .flatMap(id -> holding.line(id).map(l -> new LineDay(l.toString(), id.day())).stream())
        .distinct();
  }

  /** Those that a store of this holding holds as flights. */
  Stream<Flight> flights(Holding holding) {
    return holding == Holding.EVERYTHING
        ? Stream.concat(
            past.entrySet().stream().map(e -> whole(e.getKey(), e.getValue())),
            current.values().stream().filter(f -> !past.containsKey(f.id())))
        : current.values().stream();
  }

  private Flight whole(FlightId id, Flight flight) {
    Flight other = current.get(id);
    return other == null ? flight : flight.merge(other);
  }
}
