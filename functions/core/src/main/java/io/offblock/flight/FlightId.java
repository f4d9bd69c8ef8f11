package io.offblock.flight;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a flight this one and no other: operating carrier and number, origin, destination and
 * the scheduled departure in the origin's local time. The same number may fly twice a day, and a
 * diverted flight is several legs: each has an id of its own.
 *
 * @param operating operating carrier and number
 * @param origin IATA code of the place of departure
 * @param destination IATA code of the place of arrival
 * @param scheduledDeparture local at the origin, to the minute
 */
public record FlightId(
    FlightNumber operating, String origin, String destination, LocalDateTime scheduledDeparture)
    implements Comparable<FlightId> {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern PLACE = Pattern.compile("[A-Z0-9]{3}");
  private static final Pattern TEXT =
      Pattern.compile(
          "([A-Z0-9]{2,3})-(\\d{1,5})([A-Z]?)-([A-Z0-9]{3})-([A-Z0-9]{3})-(\\d{8}T\\d{4})");

  public FlightId {
    Objects.requireNonNull(operating);
    scheduledDeparture = scheduledDeparture.truncatedTo(ChronoUnit.MINUTES);
    if (scheduledDeparture.getYear() < 1900 || scheduledDeparture.getYear() > 9999) {
      throw new IllegalArgumentException("not a year of aviation: " + scheduledDeparture);
    }
    if (!PLACE.matcher(origin).matches() || !PLACE.matcher(destination).matches()) {
      throw new IllegalArgumentException("not IATA codes: " + origin + ", " + destination);
    }
  }

  /** The day that digests, boards and partitions count a flight under: local at the origin. */
  public LocalDate day() {
    return scheduledDeparture.toLocalDate();
  }

  /** Reads {@link #toString()}'s form; empty where the text is none. */
  public static Optional<FlightId> parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FlightId(
              new FlightNumber(m.group(1), Integer.parseInt(m.group(2)), m.group(3)),
              m.group(4),
              m.group(5),
              LocalDateTime.parse(m.group(6), MINUTE)));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(FlightId other) {
    return toString().compareTo(other.toString());
  }

  /** Path-safe and stable: {@code LH-400-FRA-JFK-20261124T1055}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(40);
    text.append(operating.carrier()).append('-').append(operating.number());
    text.append(operating.suffix()).append('-').append(origin).append('-').append(destination);
    text.append('-');
    digits(text, scheduledDeparture.getYear(), 4);
    digits(text, scheduledDeparture.getMonthValue(), 2);
    digits(text, scheduledDeparture.getDayOfMonth(), 2);
    text.append('T');
    digits(text, scheduledDeparture.getHour(), 2);
    digits(text, scheduledDeparture.getMinute(), 2);
    return text.toString();
  }

  /**
   * Two or four digits. Ids and local times are written some ten times for each flight that is
   * loaded: a formatter takes half of the time that parsing takes in all.
   */
  static void digits(StringBuilder text, int value, int width) {
    for (int unit = width == 4 ? 1000 : 10; unit > 0; unit /= 10) {
      text.append((char) ('0' + value / unit % 10));
    }
  }
}
