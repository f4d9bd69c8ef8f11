package io.offblock.harvest.lufthansa;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GET of Lufthansa's API. Its text is the request's identity: two requests are the same if their
 * texts are.
 */
public sealed interface Request {
  /** Rows a page of flights holds at most, whatever limit is asked for. */
  int FLIGHTS_A_PAGE = 50;

  /** Length of a board's window; both ends are inside. */
  int WINDOW_MINUTES = 240;

  /** Items a page of reference data holds at most. */
  int REFERENCES_A_PAGE = 100;

  /**
   * Path and query below the version, percent-encoded ASCII: {@code
   * /operations/flightstatus/LH400/2026-11-24}.
   */
  String text();

  /** Names the parser that reads the answer. */
  default String hint() {
    return Request.hint(text())
        .orElseThrow(() -> new IllegalArgumentException("unknown: " + text()));
  }

  /**
   * A page of a board's four hours.
   *
   * @param resource flightstatus or customerflightinformation
   * @param from start of the window, see {@link LocalMinute}
   */
  record BoardPage(String resource, Board board, int from, int limit, int offset)
      implements Request {
    /** The first fifty flights of the window. */
    public static BoardPage first(Board board, int from) {
      return new BoardPage("flightstatus", board, from, FLIGHTS_A_PAGE, 0);
    }

    /** The flights of the same window after so many rows. */
    public BoardPage after(int rows) {
      return new BoardPage(resource, board, from, limit, rows);
    }

    /** The same rows with their codeshares instead of registrations. */
    public BoardPage withCodeshares() {
      return new BoardPage("customerflightinformation", board, from, limit, offset);
    }

    @Override
    public String text() {
      return "/operations/%s/%s/%s/%s?limit=%d&offset=%d"
          .formatted(
              resource,
              board.direction().text(),
              board.airport(),
              LocalMinute.text(from),
              limit,
              offset);
    }
  }

  /** All legs of a number on a day, local at the origin. */
  record OneFlight(String flight, LocalDate date) implements Request {
    @Override
    public String text() {
      return "/operations/flightstatus/%s/%s".formatted(flight, date);
    }
  }

  /** The published schedule of a route on a day. */
  record Schedule(String origin, String destination, LocalDate date) implements Request {
    @Override
    public String text() {
      return "/operations/schedules/%s/%s/%s?directFlights=1&limit=%d&offset=0"
          .formatted(origin, destination, date, REFERENCES_A_PAGE);
    }
  }

  /**
   * A page of reference data in all languages.
   *
   * @param kind countries, cities, airports, airlines or aircraft
   */
  record ReferencePage(String kind, int limit, int offset) implements Request {
    @Override
    public String text() {
      return "/mds-references/%s?%slimit=%d&offset=%d"
          .formatted(kind, kind.equals("airports") ? "LHoperated=1&" : "", limit, offset);
    }
  }

  /** Whatever a person asks for. */
  record Asked(String text) implements Request {
    public Asked {
      if (Request.hint(text).isEmpty()) {
        throw new IllegalArgumentException(
            "not a request of operations/ or mds-references/: " + text);
      }
    }
  }

  /** Path shapes that Offblock knows, below the version. */
  Pattern KNOWN =
      Pattern.compile(
          "/(?:operations/(flightstatus|customerflightinformation)/(?:"
              + "(?:departures|arrivals)/[A-Z]{3}/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d"
              + "|route/[A-Z]{3}/[A-Z]{3}/\\d{4}-\\d\\d-\\d\\d"
              + "|[A-Z0-9]{2,3}\\d{1,5}[A-Z]?/\\d{4}-\\d\\d-\\d\\d)"
              + "|operations/(schedules)/[A-Z]{3}/[A-Z]{3}/\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d)?"
              + "|(?:mds-references|references)/airports/(nearest)/-?[0-9.]+,-?[0-9.]+"
              + "|(?:mds-references|references)/(countries|cities|airports|airlines|aircraft)(?:/[A-Z0-9]{1,4})?/?)"
              + "(?:\\?[A-Za-z0-9=&_.,:%-]*)?");

  /** The parser's hint for a request's text; empty where Offblock does not know such a request. */
  static Optional<String> hint(String text) {
    Matcher m = KNOWN.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    for (int group = 1; group <= m.groupCount(); group++) {
      if (m.group(group) != null) {
        return Optional.of(m.group(group));
      }
    }
    return Optional.empty();
  }
}
