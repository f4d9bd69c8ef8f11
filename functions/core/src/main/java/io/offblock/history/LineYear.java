package io.offblock.history;

import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * On which days of a year a line had flights, and the first and last of their scheduled departures.
 * {@link #merge} is a union, a minimum and a maximum: any order and any number of deliveries end in
 * the same state. It says scheduled, not flown: what was cancelled stays on the timetable.
 *
 * @param line the line
 * @param year of the scheduled departures, local at the origin
 * @param days bit 1 is the first of January
 * @param first scheduled departure, local
 * @param last scheduled departure, local
 */
public record LineYear(Line line, int year, BitSet days, LocalDateTime first, LocalDateTime last) {
  public LineYear {
    Objects.requireNonNull(line);
    days = (BitSet) days.clone();
    if (days.isEmpty() || days.get(0) || days.length() > 367) {
      throw new IllegalArgumentException("not days of a year: " + days);
    }
    if (first.getYear() != year || last.getYear() != year || first.isAfter(last)) {
      throw new IllegalArgumentException("not of %d: %s, %s".formatted(year, first, last));
    }
  }

  /** The lines that reports of history speak of, by their ids, as a store of this holding keeps. */
  public static SortedMap<String, LineYear> of(Collection<FlightReport> past, Holding holding) {
    SortedMap<String, LineYear> lines = new TreeMap<>();
    for (FlightReport report : past) {
      holding
          .line(report.id())
          .map(line -> of(line, report.id()))
          .ifPresent(line -> lines.merge(line.id(), line, LineYear::merge));
    }
    return lines;
  }

  private static LineYear of(Line line, FlightId flight) {
    BitSet days = new BitSet(367);
    days.set(flight.day().getDayOfYear());
    LocalDateTime departure = flight.scheduledDeparture();
    return new LineYear(line, departure.getYear(), days, departure, departure);
  }

  /**
   * As a store wrote it.
   *
   * @param days {@link #daysText()}
   */
  public static LineYear read(
      Line line, int year, String days, LocalDateTime first, LocalDateTime last) {
    return new LineYear(line, year, BitSet.valueOf(HexFormat.of().parseHex(days)), first, last);
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException where the two are not one line in one year
   */
  public LineYear merge(LineYear other) {
    if (!line.equals(other.line) || year != other.year) {
      throw new IllegalArgumentException("not one line: " + id() + " and " + other.id());
    }
    BitSet both = days();
    both.or(other.days);
    return new LineYear(
        line,
        year,
        both,
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last);
  }

  /** A copy. */
  @Override
  public BitSet days() {
    return (BitSet) days.clone();
  }

  /** {@code LH-400-FRA-JFK-2008}. */
  public String id() {
    return line + "-" + year;
  }

  /** The days as hex, the lowest bits first. */
  public String daysText() {
    return HexFormat.of().formatHex(days.toByteArray());
  }

  /** How many days they are. */
  public int count() {
    return days.cardinality();
  }

  /** The days, in order. */
  public Stream<LocalDate> dates() {
    return days.stream().mapToObj(day -> LocalDate.ofYearDay(year, day));
  }
}
