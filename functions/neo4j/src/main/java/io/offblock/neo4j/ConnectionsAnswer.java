package io.offblock.neo4j;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightState;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers {@code GET /v1/connections}: how one gets from an airport to another, with what is to
 * spare at each change.
 */
public final class ConnectionsAnswer {
  private static final int USUAL_HOURS = 48;
  private static final int MOST_HOURS = 120;

  private final Neo4jConnection connection;
  private final Connections connections;
  private final ConnectionTimes times;
  private final Airports airports;
  private final InstantSource clock;
  private final FlightJson json;

  /**
   * @param clock tells from when on one looks where nothing else is asked for
   */
  public ConnectionsAnswer(
      Neo4jConnection connection, ConnectionTimes times, Airports airports, InstantSource clock) {
    this.connection = Objects.requireNonNull(connection);
    connections = new Connections(connection, times);
    this.times = Objects.requireNonNull(times);
    this.airports = Objects.requireNonNull(airports);
    this.clock = Objects.requireNonNull(clock);
    json = new FlightJson(airports, clock);
  }

  /** The router with this operation too. */
  public Router on(Router router) {
    return router.get("/v1/connections", this::answer);
  }

  private ApiAnswer answer(ApiRequest request) {
    Airport origin = request.airport("origin", airports);
    Airport destination = request.airport("destination", airports);
    if (origin.equals(destination)) {
      throw Problem.badRequest(
          "origin and destination are both " + origin.iata(), "Name two different airports.");
    }
    // By the minute, so that a question that is asked again is the same question.
    Instant earliest =
        request
            .moment("departAfter")
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MINUTES));
    Duration within = Duration.ofHours((long) request.number("within", USUAL_HOURS, 1, MOST_HOURS));
    int stops =
        (int) request.number("stops", Connections.MOST_LEGS - 1, 0, Connections.MOST_LEGS - 1);
    List<Itinerary> found =
        connections.search(
            new Connections.Question(
                origin.iata(), destination.iata(), earliest, within, stops + 1));
    Map<String, ArrivalForecasts.Told> forecasts =
        ArrivalForecasts.of(
            connection,
            found.stream()
                .flatMap(i -> i.rides().subList(0, i.stops()).stream())
                .map(ride -> ride.flight().id().toString())
                .distinct()
                .toList());
    List<Map<String, Object>> itineraries = new ArrayList<>();
    for (Itinerary itinerary : found) {
      itineraries.add(
          Fields.none()
              .all(itinerary(itinerary, origin, destination, forecasts))
              .with("earliestArrival", itinerary == found.getFirst())
              .with("fewestStops", itinerary == found.getLast())
              .map());
    }
    return ApiAnswer.json(
            Fields.none()
                .with("origin", AirportJson.of(origin))
                .with("destination", AirportJson.of(destination))
                .with("departAfter", earliest)
                .with("arriveBy", earliest.plus(within))
                .with("itineraries", itineraries)
                .map())
        .freshFor(Duration.ofSeconds(60));
  }

  private Map<String, Object> itinerary(
      Itinerary itinerary,
      Airport origin,
      Airport destination,
      Map<String, ArrivalForecasts.Told> forecasts) {
    return Fields.none()
        .with("departs", AirportJson.moment(itinerary.departs(), origin))
        .with("arrives", AirportJson.moment(itinerary.arrives(), destination))
        .with("minutes", itinerary.takes().toMinutes())
        .with("stops", itinerary.stops())
        .with("rides", itinerary.rides().stream().map(this::ride).toList())
        .with("changes", changes(itinerary, forecasts))
        .map();
  }

  private Map<String, Object> ride(Itinerary.Ride ride) {
    return Fields.none()
        .with("departs", moment(ride.departs(), ride.flight().id().origin()))
        .with("arrives", moment(ride.arrives(), ride.flight().id().destination()))
        .with("flight", json.of(ride.flight()))
        .map();
  }

  private List<Map<String, Object>> changes(
      Itinerary itinerary, Map<String, ArrivalForecasts.Told> forecasts) {
    List<Map<String, Object>> changes = new ArrayList<>();
    for (int i = 1; i < itinerary.rides().size(); i++) {
      Itinerary.Ride before = itinerary.rides().get(i - 1);
      String airport = before.flight().id().destination();
      long minutes =
          Duration.between(before.arrives(), itinerary.rides().get(i).departs()).toMinutes();
      long least = times.at(airport).toMinutes();
      changes.add(
          Fields.none()
              .with("airport", AirportJson.of(airport, airports))
              .with("minutes", minutes)
              .with("minimumMinutes", least)
              .with("spareMinutes", minutes - least)
              .maybe(
                  "missing",
                  missing(
                      before.flight(),
                      itinerary.rides().get(i).departs().minus(times.at(airport)),
                      Optional.ofNullable(forecasts.get(before.flight().id().toString()))))
              .map());
    }
    return changes;
  }

  /**
   * How likely a flight is to land too late, as its forecast has it. Absent where there is none,
   * where nobody told when it is due, and where it has landed: then it is known.
   *
   * @param latest on-block from which the next flight is still reached
   */
  private static Optional<Map<String, Object>> missing(
      Flight flight, Instant latest, Optional<ArrivalForecasts.Told> forecast) {
    Optional<Instant> due = flight.arrival().flatMap(Movement::scheduled).flatMap(FlightTime::utc);
    if (flight.state() == FlightState.LANDED || due.isEmpty()) {
      return Optional.empty();
    }
    return forecast.map(
        told -> {
          double minutes = Duration.between(due.get(), latest).toSeconds() / 60.0;
          return Fields.none()
              .with("probability", Math.rint(told.delay().exceeds(minutes) * 1000) / 1000)
              .with("madeAt", told.madeAt())
              .with("horizon", told.horizon())
              .with("modelVersion", told.modelVersion())
              .with("world", told.world())
              .map();
        });
  }

  /** UTC alone where nobody knows the airport's zone. */
  private Map<String, Object> moment(Instant moment, String airport) {
    return airports
        .find(airport)
        .map(a -> AirportJson.moment(moment, a))
        .orElseGet(() -> Fields.none().with("utc", moment).map());
  }
}
