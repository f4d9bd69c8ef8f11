package io.offblock.sandbox.api;

import io.offblock.sandbox.world.Airport;
import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.FlightView;
import io.offblock.sandbox.world.Leg;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** {@code operations/flightstatus} and {@code operations/customerflightinformation}, all forms. */
final class Operations {
  /** A window's length in minutes; both ends belong to it. */
  static final int WINDOW = 240;

  static final int CAP = 50;
  private static final int DAYS_AHEAD = 5;

  /** A flight can be this late or early and still be found by its best time. */
  private static final int LATEST = 720;

  private static final int EARLIEST = 60;
  private static final Pattern NUMBER = Pattern.compile("([A-Z0-9]{2})(\\d{1,4})[A-Z]?");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}");

  private final World world;
  private final int daysBack;

  Operations(World world, int daysBack) {
    this.world = world;
    this.daysBack = daysBack;
  }

  /**
   * @param segments below {@code operations/<resource>}
   */
  Answer answer(StatusRow row, Call call, List<String> segments, int now) {
    return switch (segments.size()) {
      case 2 -> flight(row, call, segments.get(0), segments.get(1), now);
      case 3 -> board(row, call, segments.get(0), segments.get(1), segments.get(2), now);
      case 4 -> {
        if (!segments.get(0).equals("route")) {
          throw unknown();
        }
        yield route(row, call, segments.get(1), segments.get(2), segments.get(3), now);
      }
      default -> throw unknown();
    };
  }

  private Answer board(StatusRow row, Call call, String side, String code, String time, int now) {
    if (!side.equals("departures") && !side.equals("arrivals")) {
      throw unknown();
    }
    boolean departures = side.equals("departures");
    var airport = airport(code);
    int from = time(time);
    inRange(Math.floorDiv(from, Minutes.DAY), airport, now);
    int utc = Minutes.utc(from, airport.zone());
    int first = utc - LATEST;
    int last = utc + WINDOW + EARLIEST + 60;
    var flights =
        departures ? world.departures(code, first, last) : world.arrivals(code, first, last);
    ToIntFunction<FlightView> scheduled =
        departures ? view -> view.flight().scheduledOff() : view -> view.flight().scheduledOn();
    ToIntFunction<FlightView> best = departures ? FlightView::bestOff : FlightView::bestOn;
    var views =
        flights.stream()
            .filter(flight -> flight.visibleAt(now) && wanted(row, call, flight))
            .map(flight -> flight.at(now))
            .filter(
                view ->
                    inWindow(airport.local(scheduled.applyAsInt(view)), from)
                        || inWindow(airport.local(best.applyAsInt(view)), from))
            .sorted(
                Comparator.comparingInt(scheduled).thenComparing(view -> view.flight().leg().id()))
            .toList();
    return board(row, Page.of(call, CAP), views.stream().map(row::of).toList(), from);
  }

  /** The page of a board's rows, with the ranges four hours before and after. */
  static Answer board(StatusRow row, Page page, List<JsonObject> all, int from) {
    var rows = page.cut(all);
    if (rows.isEmpty()) {
      throw empty();
    }
    String before = page.path().substring(0, page.path().lastIndexOf('/') + 1);
    var links =
        page.links(
            all.size(),
            before + Minutes.text(from - WINDOW),
            before + Minutes.text(from + WINDOW),
            List.of("/mds-references/airports/{airportCode}"));
    return Answer.data(row.resource(rows, links, all.size()));
  }

  static boolean inWindow(int local, int from) {
    return local >= from && local <= from + WINDOW;
  }

  private Answer route(StatusRow row, Call call, String from, String to, String date, int now) {
    var origin = airport(from);
    var destination = airport(to);
    int day = date(date);
    inRange(day, origin, now);
    int utc = Minutes.utc(day * Minutes.DAY, origin.zone());
    var views =
        world.departures(from, utc - 60, utc + Minutes.DAY + 60).stream()
            .filter(flight -> flight.destination().equals(destination) && wanted(row, call, flight))
            .filter(flight -> onDay(flight, day) && flight.visibleAt(now))
            .sorted(Comparator.comparingInt(Flight::scheduledOff))
            .map(flight -> flight.at(now))
            .toList();
    return list(row, call, views, views.size());
  }

  private Answer flight(StatusRow row, Call call, String text, String date, int now) {
    var match = NUMBER.matcher(text.toUpperCase(Locale.ROOT));
    if (!match.matches()) {
      throw new Problem.Thrown(
          400, Problem.invalid("1010", "Invalid flight number. Example: LH400."));
    }
    int day = date(date);
    var number = new Leg.FlightNumber(match.group(1), Integer.parseInt(match.group(2)));
    int utc = day * Minutes.DAY;
    var views =
        world.numbered(number, utc - 14 * 60, utc + Minutes.DAY + 12 * 60).stream()
            .filter(flight -> flight.visibleAt(now) && onDay(flight, day))
            .map(flight -> flight.at(now))
            .toList();
    if (!views.isEmpty()) {
      inRange(day, views.getFirst().flight().origin(), now);
    }
    return list(
        row, call, views, row == StatusRow.FLIGHTSTATUS ? null : Integer.valueOf(views.size()));
  }

  private static Answer list(StatusRow row, Call call, List<FlightView> views, Integer total) {
    var page = Page.of(call, CAP);
    var rows = page.cut(views).stream().map(row::of).toList();
    if (rows.isEmpty()) {
      throw empty();
    }
    JsonArray links =
        page.links(views.size(), null, null, List.of("/mds-references/airports/{airportCode}"));
    return Answer.data(row.resource(rows, links, total));
  }

  private static boolean onDay(Flight flight, int day) {
    return Math.floorDiv(flight.origin().local(flight.scheduledOff()), Minutes.DAY) == day;
  }

  /**
   * Passenger flights unless the caller asks for cargo or all; the customers' resource knows no
   * cargo.
   */
  private static boolean wanted(StatusRow row, Call call, Flight flight) {
    String service = call.parameters().getOrDefault("serviceType", "passenger");
    boolean cargo = flight.leg().cargo();
    return switch (row == StatusRow.CUSTOMER ? "passenger" : service) {
      case "all" -> true;
      case "cargo" -> cargo;
      default -> !cargo;
    };
  }

  private Airport airport(String code) {
    return world
        .airports()
        .find(code)
        .orElseThrow(
            () ->
                new Problem.Thrown(
                    404,
                    Problem.notFound(
                        "1021", "Invalid airport code (semantically incorrect). Example: FRA.")));
  }

  private void inRange(int day, Airport airport, int now) {
    int today = Math.floorDiv(airport.local(now), Minutes.DAY);
    if (day < today - daysBack || day > today + DAYS_AHEAD) {
      throw new Problem.Thrown(
          404,
          Problem.notFound("1030", "Date is outside the range from yesterday to five days ahead."));
    }
  }

  static int time(String text) {
    if (!TIME.matcher(text).matches()) {
      throw new Problem.Thrown(
          400, Problem.invalid("1031", "Invalid date and time. Example: 2016-01-27T08:00."));
    }
    try {
      return Minutes.of(LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      throw new Problem.Thrown(
          400, Problem.invalid("1031", "Invalid date and time. Example: 2016-01-27T08:00."));
    }
  }

  static int date(String text) {
    try {
      return (int) LocalDate.parse(text).toEpochDay();
    } catch (DateTimeException e) {
      throw new Problem.Thrown(400, Problem.invalid("1032", "Invalid date. Example: 2016-01-27."));
    }
  }

  private static Problem.Thrown unknown() {
    return new Problem.Thrown(404, Problem.notFound("1001", "Unknown resource."));
  }

  /** No flight in a window is an error to this API. */
  static Problem.Thrown empty() {
    return new Problem.Thrown(
        404, Problem.notFound("1022", "No flights found for the requested parameters."));
  }
}
