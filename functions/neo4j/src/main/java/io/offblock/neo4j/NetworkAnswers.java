package io.offblock.neo4j;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.GreatCircle;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.Page;
import io.offblock.answer.Router;
import io.offblock.flight.FlightId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Answers of the whole network: its routes, and what it loses where an airport is closed. */
public final class NetworkAnswers {
  private static final int DAYS = 7;
  private static final int LONGEST = 31;

  private final RouteNetwork network;
  private final Airports airports;
  private final InstantSource clock;

  /**
   * @param clock tells which day is today
   */
  public NetworkAnswers(Neo4jConnection connection, Airports airports, InstantSource clock) {
    network = new RouteNetwork(connection);
    this.airports = Objects.requireNonNull(airports);
    this.clock = Objects.requireNonNull(clock);
  }

  /** The router with these operations too. */
  public Router on(Router router) {
    return router
        .get("/v1/routes", this::routes)
        .get("/v1/airports/{airport}/closure", this::closure);
  }

  private ApiAnswer routes(ApiRequest request) {
    LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate last = request.maybeDay("to").orElse(today);
    ApiRequest.Days days = request.days(last.minusDays(DAYS - 1L), last, LONGEST);
    Page<RouteNetwork.Route> page =
        Page.of(network.routes(days.first(), days.last()), request, request.limit(500, 5000));
    List<Map<String, Object>> rows = page.items().stream().map(this::route).toList();
    ApiAnswer answer =
        ApiAnswer.json(
                Fields.none()
                    .with("from", days.first())
                    .with("to", days.last())
                    .with("routes", rows)
                    .maybe("next", page.next().map(Cursor::toString))
                    .map())
            .alsoAsTable(rows)
            .freshFor(Duration.ofMinutes(5));
    return page.next().map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  private Map<String, Object> route(RouteNetwork.Route route) {
    Optional<Airport> from = airports.find(route.from());
    Optional<Airport> to = airports.find(route.to());
    return Fields.none()
        .with("origin", AirportJson.of(route.from(), airports))
        .with("destination", AirportJson.of(route.to(), airports))
        .maybe(
            "distanceKm", from.flatMap(f -> to.map(t -> Math.round(GreatCircle.distanceKm(f, t)))))
        .with("flights", route.flights())
        .with("perDay", Math.round(route.perDay() * 100) / 100.0)
        .with("cancelled", route.cancelled())
        .with("carriers", route.carriers())
        .with("measured", route.measured())
        .maybe("medianDelayMinutes", route.medianDelay().map(m -> Math.round(m * 10) / 10.0))
        .map();
  }

  private ApiAnswer closure(ApiRequest request) {
    Airport airport = request.airport("airport", airports);
    LocalDate day =
        request
            .maybeDay("date")
            .orElseGet(() -> clock.instant().atZone(airport.zone()).toLocalDate());
    RouteNetwork.Closure closure = network.closed(airport.iata(), day);
    return ApiAnswer.json(
            Fields.none()
                .with("airport", AirportJson.of(airport))
                .with("date", day)
                .with("flightCount", closure.flights().size())
                .with("flights", closure.flights().stream().map(FlightId::toString).toList())
                .with("routes", closure.routes())
                .with(
                    "cutOff",
                    closure.cutOff().stream().map(code -> AirportJson.of(code, airports)).toList())
                .map())
        .freshFor(Duration.ofMinutes(5));
  }
}
