package io.offblock.harvest.recording;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.harvest.lufthansa.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry's name read back as the request it answers, and when it counts as fetched.
 *
 * @param request path and query below the version: {@code
 *     /operations/…/FRA/2024-07-06T10:00?limit=100}
 * @param hint the parser's name
 * @param windowEnd the end of what was asked for: of a board's four hours in the airport's zone
 *     (UTC where the zone is unknown), of a day in UTC, or 1980 for reference data, which then
 *     never replaces anything newer
 */
record RecordedEntry(String request, String hint, Instant windowEnd) {
  private static final Pattern CLOCK = Pattern.compile("(T\\d\\d)(\\d\\d)(?=$|\\?)");
  private static final Pattern BOARD =
      Pattern.compile("/(?:departures|arrivals)/([A-Z]{3})/(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d)");
  private static final Pattern DAY = Pattern.compile("/(\\d{4}-\\d\\d-\\d\\d)");
  private static final Duration WINDOW = Duration.ofHours(4);

  /** The zip format's zero. */
  static final Instant NO_TIME = Instant.parse("1980-01-01T00:00:00Z");

  /** Empty where the name is no request that Offblock knows. */
  static Optional<RecordedEntry> of(String name, Airports airports) {
    if (!name.endsWith(".json")) {
      return Optional.empty();
    }
    String path = "/" + name.substring(0, name.length() - ".json".length()).replaceFirst("__", "?");
    String request = CLOCK.matcher(path).replaceFirst("$1:$2");
    try {
      Instant end = windowEnd(request, airports);
      return Request.hint(request).map(hint -> new RecordedEntry(request, hint, end));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** When the entry was fetched: as the zip says, else the end of its window. */
  Instant fetchedAt(Optional<Instant> captured) {
    // Zip times count in two seconds and some zones; whatever lies at the format's zero is none.
    return captured.filter(at -> at.isAfter(NO_TIME.plus(Duration.ofDays(2)))).orElse(windowEnd);
  }

  private static Instant windowEnd(String request, Airports airports) {
    Matcher board = BOARD.matcher(request);
    if (board.find()) {
      ZoneId zone = airports.find(board.group(1)).map(Airport::zone).orElse(ZoneOffset.UTC);
      return LocalDateTime.parse(board.group(2)).atZone(zone).toInstant().plus(WINDOW);
    }
    Matcher day = DAY.matcher(request);
    return day.find()
        ? LocalDate.parse(day.group(1)).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
        : NO_TIME;
  }
}
