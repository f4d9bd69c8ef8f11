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
 * @param method GET
 * @param resource the template path: {@code /v1/flights/{flight}/{date}}
 * @param path values of the template's variables, decoded
 * @param query decoded, the last value of each name
 * @param headers names in lower case
 * @param requestId goes back as {@code X-Request-Id}
 */
public record ApiRequest(
    String method,
    String resource,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    String requestId) {
  public ApiRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(resource);
    path = Map.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    Objects.requireNonNull(requestId);
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

  private static String quoted(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return '"' + (plain.length() > 60 ? plain.substring(0, 60) + "…" : plain) + '"';
  }
}
