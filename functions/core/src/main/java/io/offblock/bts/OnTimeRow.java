package io.offblock.bts;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of an on-time file, its cells read by column. A blank cell is absent; a cell that says
 * something else than its column can makes the row unreadable.
 */
final class OnTimeRow {
  private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})\\b.*");
  private static final Pattern AMERICAN = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})\\b.*");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):?(\\d\\d)|(\\d{1,2})");
  private static final Pattern EARLIER_HOLDER = Pattern.compile(" ?\\(\\d+\\)$");
  private static final Pattern DECIMALS = Pattern.compile("\\.0*$");
  private static final Pattern WHOLE = Pattern.compile("(-?\\d{1,6})(\\.0*)?");

  private final Map<OnTimeColumn, Integer> places;
  private final List<String> cells;

  OnTimeRow(Map<OnTimeColumn, Integer> places, List<String> cells) {
    this.places = places;
    this.cells = cells;
  }

  Optional<String> text(OnTimeColumn column) {
    Integer place = places.get(column);
    if (place == null || place >= cells.size()) {
      return Optional.empty();
    }
    String cell = cells.get(place).strip();
    return cell.isEmpty() || cell.equals("NA") ? Optional.empty() : Optional.of(cell);
  }

  String required(OnTimeColumn column) {
    return text(column).orElseThrow(() -> new UnreadableRow(column + " is blank"));
  }

  /**
   * The carrier's designator. A code used by several carriers over the years carries a mark for the
   * earlier ones, {@code PA (1)}, which is left out.
   */
  String carrier() {
    String said = required(OnTimeColumn.CARRIER);
    return (said.endsWith(")") ? EARLIER_HOLDER.matcher(said).replaceFirst("") : said)
        .toUpperCase(Locale.ROOT);
  }

  /** Day of the flight, local at the origin. Today's downloads append a time of midnight to it. */
  LocalDate date() {
    Optional<String> said = text(OnTimeColumn.DATE);
    try {
      if (said.isEmpty()) {
        return LocalDate.of(
            whole(OnTimeColumn.YEAR), whole(OnTimeColumn.MONTH), whole(OnTimeColumn.DAY));
      }
      Matcher iso = ISO.matcher(said.get());
      if (iso.matches()) {
        return date(iso, 1, 2, 3);
      }
      Matcher american = AMERICAN.matcher(said.get());
      if (american.matches()) {
        return date(american, 3, 1, 2);
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw new UnreadableRow("DATE is no day: " + said.orElse("blank"));
  }

  private static LocalDate date(Matcher m, int year, int month, int day) {
    return LocalDate.of(
        Integer.parseInt(m.group(year)),
        Integer.parseInt(m.group(month)),
        Integer.parseInt(m.group(day)));
  }

  /**
   * Minutes since local midnight, 0 to 1440: the bureau writes hhmm with or without leading zeros,
   * and midnight as 2400 as well as 0.
   */
  OptionalInt clock(OnTimeColumn column) {
    Optional<String> said = text(column).map(OnTimeRow::whole);
    if (said.isEmpty()) {
      return OptionalInt.empty();
    }
    Matcher m = CLOCK.matcher(said.get());
    if (m.matches()) {
      int hour = m.group(1) == null ? 0 : Integer.parseInt(m.group(1));
      int minute = Integer.parseInt(m.group(1) == null ? m.group(3) : m.group(2));
      if (minute < 60 && (hour < 24 || hour == 24 && minute == 0)) {
        return OptionalInt.of(hour * 60 + minute);
      }
    }
    throw new UnreadableRow("%s is no time of day: %s".formatted(column, said.get()));
  }

  /** Without the decimals that some files write behind whole numbers. */
  static String whole(String number) {
    return number.indexOf('.') < 0 ? number : DECIMALS.matcher(number).replaceFirst("");
  }

  /** Whole minutes; some files write them as 12.00. */
  OptionalLong minutes(OnTimeColumn column) {
    Optional<String> said = text(column);
    if (said.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher m = WHOLE.matcher(said.get());
    if (!m.matches()) {
      throw new UnreadableRow("%s is no number of minutes: %s".formatted(column, said.get()));
    }
    return OptionalLong.of(Long.parseLong(m.group(1)));
  }

  boolean flag(OnTimeColumn column) {
    return switch (required(column)) {
      case "0", "0.0", "0.00" -> false;
      case "1", "1.0", "1.00" -> true;
      default ->
          throw new UnreadableRow("%s is neither 0 nor 1: %s".formatted(column, required(column)));
    };
  }

  private int whole(OnTimeColumn column) {
    return (int)
        minutes(column).orElseThrow(() -> new UnreadableRow(column + " is blank, and so is DATE"));
  }
}
