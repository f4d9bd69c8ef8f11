package io.offblock.harvest.recording;

import io.offblock.harvest.lufthansa.Request;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an entry as the request it answers, and the moment that the answer counts as fetched.
 *
 * @param request path and query below the version, the colon of its time put back
 * @param moment when it was captured, or by rule: see {@link #of}
 */
record RecordedEntry(String request, Optional<Instant> moment) {
  private static final Pattern BOARD =
      Pattern.compile("/operations/\\w+/(?:departures|arrivals)/([A-Z]{3})/(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d).*");
  private static final Pattern DATE = Pattern.compile(".*/(\\d{4}-\\d\\d-\\d\\d)(?:T[0-9:]+)?(?:\\?.*)?");

  /** ZIP's own beginning of time: archivers write it where they know no time. */
  private static final int NO_TIME = 1980;

  /**
   * Reads an entry's name.
   *
   * @param modified the entry's time, read as UTC; the first day of 1980 says that nobody knows. Then a board counts as fetched
   *     when its four hours ended, by the clock of its airport, and any other answer with a date when that date ended in UTC;
   *     an answer without a date has no moment of its own
   * @throws UnreadableEntry where the name is no request that Offblock knows
   */
  static RecordedEntry of(
      String name, Optional<LocalDateTime> modified, Function<String, Optional<ZoneId>> zones)
      throws UnreadableEntry {
    if (name.contains("..") || name.startsWith("/") || name.contains("\\") || name.length() > 300) {
      throw new UnreadableEntry(name, "the name leaves the archive");
    }
    if (!name.endsWith(".json")) {
      throw new UnreadableEntry(name, "the name does not end in .json");
    }
    String[] parts = name.substring(0, name.length() - ".json".length()).split("__", 2);
    String path = "/" + parts[0].replaceAll("(\\d{4}-\\d\\d-\\d\\dT\\d\\d)(\\d\\d)(?=/|$)", "$1:$2");
    String request = parts.length == 2 ? path + "?" + parts[1] : path;
    if (Request.hint(request).isEmpty()) {
      throw new UnreadableEntry(name, "not a request that Offblock knows: " + request);
    }
    try {
      return new RecordedEntry(request, captured(modified).or(() -> ruled(request, zones)));
    } catch (java.time.DateTimeException e) {
      throw new UnreadableEntry(name, "the date is none: " + e.getMessage());
    }
  }

  private static Optional<Instant> captured(Optional<LocalDateTime> modified) {
    return modified.filter(m -> m.getYear() > NO_TIME).map(m -> m.toInstant(ZoneOffset.UTC));
  }

  private static Optional<Instant> ruled(
      String request, Function<String, Optional<ZoneId>> zones) {
    Matcher board = BOARD.matcher(request);
    if (board.matches()) {
      return Optional.of(
          LocalDateTime.parse(board.group(2))
              .plusMinutes(Request.WINDOW_MINUTES)
              .atZone(zones.apply(board.group(1)).orElse(ZoneOffset.UTC))
              .toInstant());
    }
    Matcher date = DATE.matcher(request);
    return date.matches()
        ? Optional.of(LocalDate.parse(date.group(1)).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        : Optional.empty();
  }
}
