package io.offblock.sandbox.api;

import io.offblock.sandbox.world.AircraftType;
import io.offblock.sandbox.world.Airport;
import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** {@code operations/schedules}: flights without a stop, and connections over a hub. */
final class Schedules {
  private static final int CAP = 100;
  private static final int DAYS_AHEAD = 360;
  private static final int SHORTEST_CONNECTION = 45;
  private static final int LONGEST_CONNECTION = 360;
  private static final int ONWARD_A_FLIGHT = 2;

  private final World world;

  Schedules(World world) {
    this.world = world;
  }

  /** Flights one after the other; two for a connection. */
  private record Journey(List<Flight> flights) {
    int off() {
      return flights.getFirst().scheduledOff();
    }

    int minutes() {
      return flights.getLast().scheduledOn() - off();
    }
  }

  /**
   * @param segments origin, destination, date or date and time
   */
  Answer answer(Call call, List<String> segments, int now) {
    if (segments.size() != 3) {
      throw new Problem.Thrown(404, Problem.notFound("1001", "Unknown resource."));
    }
    var origin = airport(segments.get(0));
    var destination = airport(segments.get(1));
    String when = segments.get(2);
    boolean timed = when.length() > 10;
    int day = timed ? Math.floorDiv(Operations.time(when), Minutes.DAY) : Operations.date(when);
    int today = Math.floorDiv(origin.local(now), Minutes.DAY);
    if (day < today || day > today + DAYS_AHEAD) {
      throw Operations.empty();
    }
    // Results include flights up to an hour before the time asked for.
    int from = timed ? Math.max(day * Minutes.DAY, Operations.time(when) - 60) : day * Minutes.DAY;
    boolean direct =
        List.of("1", "true").contains(call.parameters().getOrDefault("directFlights", "0"));
    var journeys = journeys(origin, destination, from, (day + 1) * Minutes.DAY, direct);
    var page = Page.of(call, CAP);
    var rows = page.cut(journeys).stream().map(journey -> schedule(journey, day)).toList();
    if (rows.isEmpty()) {
      throw Operations.empty();
    }
    String before = page.path().substring(0, page.path().lastIndexOf('/') + 1);
    int last = origin.local(journeys.getLast().off());
    var links = new JsonArray().add(page.self());
    links.add(link(before + Minutes.date((day - 1) * Minutes.DAY) + page.page(0), "previousRange"));
    // The real API names a next page whether there is one or not.
    links.add(link(page.path() + page.page(page.offset() + page.limit()), "next"));
    links.add(link(before + Minutes.text(last + Minutes.DAY) + page.page(0), "nextRange"));
    links.add(Page.related("/mds-references/airports/{airportCode}"));
    links.add(Page.related("/mds-references/aircraft/{aircraftCode}"));
    return Answer.data(
        new JsonObject()
            .put(
                "ScheduleResource",
                new JsonObject()
                    .put("Schedule", Page.collapsed(rows))
                    .put("Meta", new JsonObject().put("@Version", "1.0.0").put("Link", links))));
  }

  private static JsonObject link(String resource, String relation) {
    return Page.related(resource).put("@Rel", relation);
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

  private List<Journey> journeys(
      Airport origin, Airport destination, int fromLocal, int untilLocal, boolean direct) {
    int from = Minutes.utc(fromLocal, origin.zone());
    int until = Minutes.utc(untilLocal, origin.zone());
    List<Journey> journeys = new ArrayList<>();
    var first = planned(world.departures(origin.iata(), from, until));
    for (var flight : first) {
      if (flight.destination().equals(destination)) {
        journeys.add(new Journey(List.of(flight)));
      }
    }
    if (!direct) {
      var last =
          planned(world.arrivals(destination.iata(), from, until + 2 * Minutes.DAY)).stream()
              .filter(flight -> World.hubs().contains(flight.origin().iata()))
              .sorted(Comparator.comparingInt(Flight::scheduledOff))
              .collect(Collectors.groupingBy(Flight::origin));
      for (var flight : first) {
        last.getOrDefault(flight.destination(), List.of()).stream()
            .filter(onward -> connects(flight, onward) && !onward.destination().equals(origin))
            .limit(ONWARD_A_FLIGHT)
            .forEach(onward -> journeys.add(new Journey(List.of(flight, onward))));
      }
    }
    journeys.sort(Comparator.comparingInt(Journey::off).thenComparing(Journey::minutes));
    return journeys;
  }

  private static boolean connects(Flight flight, Flight onward) {
    int wait = onward.scheduledOff() - flight.scheduledOn();
    return wait >= SHORTEST_CONNECTION && wait <= LONGEST_CONNECTION;
  }

  /** Plans know neither diversions nor freighters. */
  private static List<Flight> planned(List<Flight> flights) {
    return flights.stream()
        .filter(flight -> !flight.diverted() && !flight.leg().cargo())
        .sorted(Comparator.comparingInt(Flight::scheduledOff))
        .toList();
  }

  private static JsonObject schedule(Journey journey, int day) {
    var legs = journey.flights().stream().map(flight -> leg(flight, day)).toList();
    return new JsonObject()
        .put("TotalJourney", new JsonObject().put("Duration", duration(journey.minutes())))
        .put("Flight", Page.collapsed(legs));
  }

  static String duration(int minutes) {
    var text = new StringBuilder("P");
    if (minutes >= Minutes.DAY) {
      text.append(minutes / Minutes.DAY).append('D');
    }
    text.append('T');
    if (minutes / 60 % 24 > 0) {
      text.append(minutes / 60 % 24).append('H');
    }
    if (minutes % 60 > 0 || text.charAt(text.length() - 1) == 'T') {
      text.append(minutes % 60).append('M');
    }
    return text.toString();
  }

  private static JsonObject leg(Flight flight, int day) {
    var leg = flight.leg();
    var sold = StatusRow.marketing(leg);
    var view = flight.at(Integer.MIN_VALUE / 2);
    var json =
        new JsonObject()
            .put(
                "Departure",
                side(flight.origin(), flight.scheduledOff(), view.departure().terminal()))
            .put(
                "Arrival",
                side(flight.destination(), flight.scheduledOn(), view.arrival().terminal()))
            .put(
                "MarketingCarrier",
                new JsonObject()
                    .put("AirlineID", sold.airline())
                    .put("FlightNumber", Integer.toString(sold.number())));
    if (!sold.airline().equals(leg.airline().iata())) {
      json.put("OperatingCarrier", new JsonObject().put("AirlineID", leg.airline().iata()));
    }
    return json.put("Equipment", equipment(leg.type()))
        .put(
            "Details",
            new JsonObject()
                .put("Stops", new JsonObject().put("StopQuantity", 0))
                .put("DaysOfOperation", "1234567")
                .put(
                    "DatePeriod",
                    new JsonObject()
                        .put("Effective", Minutes.date(day * Minutes.DAY))
                        .put("Expiration", Minutes.date((day + 7) * Minutes.DAY))));
  }

  private static JsonObject side(Airport airport, int utc, String terminal) {
    var side =
        new JsonObject()
            .put("AirportCode", airport.iata())
            .put(
                "ScheduledTimeLocal",
                new JsonObject().put("DateTime", Minutes.text(airport.local(utc))));
    return terminal.isEmpty() ? side : side.put("Terminal", new JsonObject().put("Name", terminal));
  }

  private static JsonObject equipment(AircraftType type) {
    var equipment = new JsonObject().put("AircraftCode", type.iata());
    if (!type.wide()) {
      return equipment;
    }
    var cabins = new JsonArray();
    if (List.of("74H", "744", "388", "346", "77W").contains(type.iata())) {
      cabins.add(cabin("F", "FirstClass"));
    }
    cabins
        .add(cabin("C", "BusinessClass"))
        .add(cabin("E", "PremiumEconomy"))
        .add(cabin("Y", "Economy"));
    return equipment.put(
        "OnBoardEquipment",
        new JsonObject().put("InflightEntertainment", true).put("Compartment", cabins));
  }

  private static JsonObject cabin(String code, String words) {
    return new JsonObject()
        .put("ClassCode", code)
        .put("ClassDesc", words)
        .put("FlyNet", true)
        .put("SeatPower", true)
        .put("Usb", true)
        .put("LiveTv", true);
  }
}
