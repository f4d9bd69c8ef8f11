package io.offblock.postgres;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.Page;
import io.offblock.answer.Router;
import io.offblock.postgres.Punctuality.By;
import io.offblock.postgres.Punctuality.Filter;
import io.offblock.postgres.Punctuality.Group;
import io.offblock.postgres.Punctuality.Side;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How punctual flights are: what is asked for, each figure with its population and interval. */
final class StatisticsAnswers {
  private static final int DAYS = 30;
  private static final int LONGEST = 400;
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final Punctuality punctuality;
  private final Airports airports;
  private final InstantSource clock;

  StatisticsAnswers(PostgresSession session, Airports airports, InstantSource clock) {
    punctuality = new Punctuality(session);
    this.airports = airports;
    this.clock = clock;
  }

  /** The router with these operations too. */
  Router on(Router router) {
    return router
        .get("/v1/statistics", this::statistics)
        .get("/v1/airports/{airport}/statistics", this::airport);
  }

  private ApiAnswer statistics(ApiRequest request) {
    By by = request.word("by", By.class, By.ROUTE);
    Side side = request.word("side", Side.class, Side.DEPARTURE);
    ApiRequest.Days days = days(request, ZoneOffset.UTC);
    int limit = request.limit(100, 1000);
    Filter filter =
        new Filter(
            days.first(),
            days.last(),
            request.airline("carrier"),
            request.maybeAirport("origin", airports).map(Airport::iata),
            request.maybeAirport("destination", airports).map(Airport::iata));
    List<Group> groups = punctuality.of(filter, by, side);
    Page<Group> page = Page.of(ordered(groups, by), request, limit);
    List<Map<String, Object>> rows = page.items().stream().map(g -> json(g, by)).toList();
    ApiAnswer answer =
        ApiAnswer.json(
                Fields.none()
                    .with("by", by.word())
                    .with("side", side.word())
                    .with("from", days.first())
                    .with("to", days.last())
                    .with("lateFromMinutes", Punctuality.LATE_FROM_MINUTES)
                    .with("all", json(whole(groups), by))
                    .with("groups", rows)
                    .maybe("next", page.next().map(Cursor::toString))
                    .map())
            .alsoAsTable(rows)
            .freshFor(FRESH);
    return page.next().map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  private ApiAnswer airport(ApiRequest request) {
    Airport airport = request.airport("airport", airports);
    ApiRequest.Days days = days(request, airport.zone());
    int limit = request.limit(10, 100);
    Filter all =
        new Filter(days.first(), days.last(), Optional.empty(), Optional.empty(), Optional.empty());
    return ApiAnswer.json(
            Fields.none()
                .with("airport", AirportJson.of(airport))
                .with("from", days.first())
                .with("to", days.last())
                .with("lateFromMinutes", Punctuality.LATE_FROM_MINUTES)
                .with("departures", side(all.from(airport.iata()), Side.DEPARTURE, limit))
                .with("arrivals", side(all.to(airport.iata()), Side.ARRIVAL, limit))
                .map())
        .freshFor(FRESH);
  }

  private Map<String, Object> side(Filter filter, Side side, int limit) {
    List<Group> hours = punctuality.of(filter, By.HOUR, side);
    List<Group> routes = ordered(punctuality.of(filter, By.ROUTE, side), By.ROUTE);
    return Fields.none()
        .with("all", json(whole(hours), By.HOUR))
        .with("hours", json(ordered(hours, By.HOUR), By.HOUR, 24))
        .with(
            "carriers",
            json(ordered(punctuality.of(filter, By.CARRIER, side), By.CARRIER), By.CARRIER, limit))
        .with("routes", json(routes, By.ROUTE, limit))
        .with(
            "worstRoutes",
            json(
                routes.stream()
                    .filter(g -> g.low().isPresent())
                    .sorted(
                        Comparator.<Group>comparingDouble(g -> -g.low().orElseThrow())
                            .thenComparing(g -> g.key().orElseThrow()))
                    .toList(),
                By.ROUTE,
                limit))
        .map();
  }

  private ApiRequest.Days days(ApiRequest request, ZoneId zone) {
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    LocalDate last = request.maybeDay("to").orElse(today);
    return request.days(last.minusDays(DAYS), last, LONGEST);
  }

  private static Group whole(List<Group> groups) {
    return groups.stream().filter(g -> g.key().isEmpty()).findFirst().orElseThrow();
  }

  /** Hours and weekdays as they follow one another; the rest most flights first, as they come. */
  private static List<Group> ordered(List<Group> groups, By by) {
    List<Group> keyed = groups.stream().filter(g -> g.key().isPresent()).toList();
    return switch (by) {
      case HOUR, WEEKDAY ->
          keyed.stream()
              .sorted(Comparator.comparingInt(g -> Integer.parseInt(g.key().orElseThrow())))
              .toList();
      case ROUTE, CARRIER -> keyed;
    };
  }

  private List<Map<String, Object>> json(List<Group> groups, By by, int limit) {
    return groups.stream().limit(limit).map(g -> json(g, by)).toList();
  }

  private Map<String, Object> json(Group group, By by) {
    Fields fields = Fields.none().maybe("key", group.key());
    if (by == By.ROUTE && group.key().isPresent()) {
      String[] ends = group.key().get().split("-");
      fields
          .with("origin", AirportJson.of(ends[0], airports))
          .with("destination", AirportJson.of(ends[1], airports));
    }
    return fields.all(group.json()).map();
  }
}
