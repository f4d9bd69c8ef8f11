package io.offblock.answer;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.payload.PayloadKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A question to the API. The readers below take a path or query value by its name and throw a
 * {@link Problem} that says the fix where it is none.
 *
 * @param method GET, POST, PUT or DELETE
 * @param resource the template path: {@code /v1/flights/{flight}/{date}}
 * @param path values of the template's variables, decoded
 * @param query decoded, the last value of each name
 * @param headers names in lower case
 * @param requestId goes back as {@code X-Request-Id}
 * @param body as it came; empty where there is none
 */
public record ApiRequest(
    String method,
    String resource,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    String requestId,
    String body) {
  public ApiRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(resource);
    path = Map.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    Objects.requireNonNull(requestId);
    Objects.requireNonNull(body);
  }

  /** Without a body. */
  public ApiRequest(
      String method,
      String resource,
      Map<String, String> path,
      Map<String, String> query,
      Map<String, String> headers,
      String requestId) {
    this(method, resource, path, query, headers, requestId, "");
  }

  /** The path as it was asked, the variables filled in. */
  public String instance() {
    String filled = resource;
    for (Map.Entry<String, String> e : path.entrySet()) {
      filled = filled.replace("{" + e.getKey() + "}", e.getValue());
    }
    return filled;
  }

  /** A value from the path, else from the query, stripped; empty where absent or blank. */
  public Optional<String> value(String name) {
    String value = path.containsKey(name) ? path.get(name) : query.get(name);
    return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** A text that must be there, up to {@code max} characters. */
  public String text(String name, int max) {
    String text = value(name).orElseThrow(() -> missing(name));
    if (text.length() > max) {
      throw Problem.badRequest(
          "%s has %d characters".formatted(name, text.length()),
          "Ask with at most %d characters.".formatted(max));
    }
    return text;
  }

  /** A flight number, IATA or ICAO carrier: {@code LH400}, {@code DLH400}, {@code lh 0400}. */
  public FlightNumber flightNumber(String name) {
    String text = text(name, 20);
    return FlightNumber.parse(text)
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "%s is no flight number".formatted(quoted(text)),
                    "Write the carrier's IATA or ICAO designator and the number, such as LH400 or"
                        + " DLH400."));
  }

  /** A flight's id: {@code LH-400-FRA-JFK-20261124T1055}. */
  public FlightId flightId(String name) {
    String text = text(name, 60);
    return FlightId.parse(text)
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "%s is no flight id".formatted(quoted(text)),
                    "Write carrier, number, origin, destination and scheduled departure (local),"
                        + " such as LH-400-FRA-JFK-20261124T1055; the field id of every flight has"
                        + " it."));
  }

  /** A day {@code yyyy-MM-dd} that must be there. */
  public LocalDate day(String name) {
    return maybeDay(name).orElseThrow(() -> missing(name));
  }

  /** A day {@code yyyy-MM-dd}; empty where absent. */
  public Optional<LocalDate> maybeDay(String name) {
    return value(name)
        .map(
            text -> {
              try {
                if (text.length() == 10) {
                  return LocalDate.parse(text);
                }
              } catch (DateTimeParseException e) {
                // Told below.
              }
              throw Problem.badRequest(
                  "%s is no date (%s)".formatted(quoted(text), name),
                  "Write it as yyyy-MM-dd, such as 2026-11-24.");
            });
  }

  /** A moment with zone, {@code 2026-11-24T08:00:00Z}; empty where absent. */
  public Optional<Instant> moment(String name) {
    return value(name)
        .map(
            text -> {
              try {
                // A plus sign in a query that nobody encoded arrives as a blank.
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
              } catch (DateTimeParseException e) {
                throw Problem.badRequest(
                    "%s is no moment (%s)".formatted(quoted(text), name),
                    "Write it in UTC, such as 2026-11-24T08:00:00Z.");
              }
            });
  }

  /** An airport of the table, by IATA or ICAO code. */
  public Airport airport(String name, Airports airports) {
    String code = text(name, 20);
    if (!code.matches("[A-Za-z0-9]{3,4}")) {
      throw Problem.badRequest(
          "%s is no airport code".formatted(quoted(code)),
          "Write the IATA code (FRA) or the ICAO code (EDDF).");
    }
    return airports
        .find(code)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "no airport has the code " + code.toUpperCase(java.util.Locale.ROOT),
                    "Look it up: /v1/search?q=<name of the city>."));
  }

  /** How many to answer at most; {@code fallback} where absent. */
  public int limit(int fallback, int max) {
    return value("limit")
        .map(
            text -> {
              if (text.matches("\\d{1,6}")
                  && Integer.parseInt(text) >= 1
                  && Integer.parseInt(text) <= max) {
                return Integer.parseInt(text);
              }
              throw Problem.badRequest(
                  "%s is no limit here".formatted(quoted(text)),
                  "Ask for a whole number from 1 to %d.".formatted(max));
            })
        .orElse(fallback);
  }

  /** Where the page that is asked for begins; its cursor has {@code parts} parts. */
  public Optional<Cursor> cursor(int parts) {
    return value("cursor")
        .map(
            word ->
                Cursor.parse(word)
                    .filter(c -> c.parts().size() == parts)
                    .orElseThrow(this::badCursor));
  }

  /** 400: what the cursor says is not of this list. */
  public Problem badCursor() {
    return Problem.badRequest(
        "the cursor is none of this list",
        "Take it as it is from the field next of the page before, or leave it out.");
  }

  /** A moment that a cursor of this list keeps, of the years that stores know. */
  public Instant moment(Cursor cursor, int part) {
    try {
      Instant moment = Instant.parse(cursor.parts().get(part));
      int year = moment.atOffset(java.time.ZoneOffset.UTC).getYear();
      if (year >= 1900 && year <= 9999) {
        return moment;
      }
    } catch (java.time.DateTimeException e) {
      // Told below.
    }
    throw badCursor();
  }

  /** An airline's IATA or ICAO designator in capitals; empty where absent. */
  public Optional<String> airline(String name) {
    return value(name)
        .map(
            text -> {
              String code = text.toUpperCase(java.util.Locale.ROOT);
              if (code.matches("[A-Z]{3}|(?![0-9]{2})[A-Z0-9]{2}")) {
                return code;
              }
              throw Problem.badRequest(
                  "%s is no airline's designator (%s)".formatted(quoted(text), name),
                  "Write the IATA designator (LH) or the ICAO one (DLH).");
            });
  }

  /** An airport that may be left out, by IATA or ICAO code. */
  public Optional<Airport> maybeAirport(String name, Airports airports) {
    return value(name).map(v -> airport(name, airports));
  }

  /** One of the words that a parameter may have, in any case; {@code fallback} where absent. */
  public <E extends Enum<E>> E word(String name, Class<E> words, E fallback) {
    return value(name)
        .map(
            text ->
                java.util.Arrays.stream(words.getEnumConstants())
                    .filter(e -> wordOf(e).equals(text.toLowerCase(java.util.Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Problem.badRequest(
                                "%s is no %s".formatted(quoted(text), name),
                                "Write one of: %s."
                                    .formatted(
                                        java.util.Arrays.stream(words.getEnumConstants())
                                            .map(ApiRequest::wordOf)
                                            .collect(java.util.stream.Collectors.joining(", "))))))
        .orElse(fallback);
  }

  private static String wordOf(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** A number within bounds; {@code fallback} where absent. */
  public double number(String name, double fallback, double least, double most) {
    return value(name)
        .map(
            text -> {
              if (text.matches("-?\\d{1,7}(\\.\\d{1,9})?")) {
                double number = Double.parseDouble(text);
                if (number >= least && number <= most) {
                  return number;
                }
              }
              throw Problem.badRequest(
                  "%s is no %s".formatted(quoted(text), name),
                  "Write a number from %s to %s.".formatted(plain(least), plain(most)));
            })
        .orElse(fallback);
  }

  /** A number that must be there. */
  public double number(String name, double least, double most) {
    text(name, 20);
    return number(name, Double.NaN, least, most);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /**
   * Days from {@code from} to {@code to}, both included.
   *
   * @param first where {@code from} is absent
   * @param last where {@code to} is absent
   * @param longest days at most
   */
  public Days days(LocalDate first, LocalDate last, int longest) {
    LocalDate to = maybeDay("to").orElse(last);
    LocalDate from = maybeDay("from").orElse(first.isAfter(to) ? to : first);
    if (to.isBefore(from)) {
      throw Problem.badRequest(
          "the last day (to=%s) is before the first (from=%s)".formatted(to, from),
          "Swap from and to.");
    }
    if (from.plusDays(longest - 1L).isBefore(to)) {
      throw Problem.badRequest(
          "from %s to %s is too long".formatted(from, to),
          "Ask for at most %d days.".formatted(longest));
    }
    return new Days(from, to);
  }

  /** Days, both ends included. */
  public record Days(LocalDate first, LocalDate last) {}

  /** The same question for the page that begins there: what a {@code Link} header names. */
  public String linkTo(Cursor next) {
    Map<String, String> asked = new java.util.TreeMap<>(query);
    asked.put("cursor", next.toString());
    String address = resource;
    for (Map.Entry<String, String> e : path.entrySet()) {
      address =
          address.replace(
              "{" + e.getKey() + "}", encoded(e.getValue().strip()).replace("+", "%20"));
    }
    return "<%s?%s>; rel=\"next\""
        .formatted(
            address,
            asked.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(java.util.stream.Collectors.joining("&")));
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** A payload's id, base64url without padding. */
  public PayloadKey payload(String name) {
    String token = text(name, 1000);
    return PayloadKey.ofToken(token)
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "%s is no payload id".formatted(quoted(token)),
                    "Take an id from the field payloads of a flight and encode it as base64url"
                        + " without padding."));
  }

  private static Problem missing(String name) {
    return Problem.badRequest(name + " is missing", "Add a value for " + name + ".");
  }

  static String quoted(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return '"' + (plain.length() > 60 ? plain.substring(0, 60) + "…" : plain) + '"';
  }
}
