package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.Position;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Format;
import io.offblock.answer.GeoJson;
import io.offblock.answer.Router;
import io.offblock.opensearch.DelayAnalytics.Side;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts of flights, delays in steps and per cent, and the airports around a point. */
public final class AnalyticsAnswers {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final FlightFacets facets;
  private final DelayAnalytics delays;
  private final NearAirports near;
  private final FlightFilters filters;
  private final Airports airports;

  /**
   * @param clock tells which days are the last
   */
  public AnalyticsAnswers(OpenSearchConnection connection, Airports airports, InstantSource clock) {
    facets = new FlightFacets(connection);
    delays = new DelayAnalytics(connection);
    near = new NearAirports(connection);
    filters = new FlightFilters(airports, clock);
    this.airports = Objects.requireNonNull(airports);
  }

  /** The router with these operations too. */
  public Router on(Router router) {
    return router
        .get("/v1/search/facets", this::facets)
        .get("/v1/delays/histogram", this::histogram)
        .get("/v1/delays/carriers", this::carriers)
        .get("/v1/airports/near", this::near);
  }

  private ApiAnswer facets(ApiRequest request) {
    FlightFacets.By by = request.word("by", FlightFacets.By.class, FlightFacets.By.STATE);
    FlightFilter filter = filters.read(request);
    List<Map<String, Object>> counts =
        facets.count(filter, by, request.limit(20, 100)).stream()
            .map(c -> Fields.none().with("value", c.value()).with("flights", c.flights()).map())
            .toList();
    return ApiAnswer.json(
            days(Fields.none().with("by", word(by)), filter).with("counts", counts).map())
        .alsoAsTable(counts)
        .freshFor(FRESH);
  }

  private ApiAnswer histogram(ApiRequest request) {
    Side side = request.word("side", Side.class, Side.DEPARTURE);
    FlightFilter filter = filters.read(request);
    int step = (int) request.number("step", 15, 1, 240);
    List<DelayAnalytics.Step> found = delays.histogram(filter, side, step);
    List<Map<String, Object>> steps =
        found.stream()
            .map(
                s ->
                    Fields.none()
                        .with("fromMinutes", s.fromMinutes())
                        .with("flights", s.flights())
                        .map())
            .toList();
    return ApiAnswer.json(
            days(Fields.none().with("side", word(side)), filter)
                .with("stepMinutes", step)
                .with("flights", found.stream().mapToLong(DelayAnalytics.Step::flights).sum())
                .with("steps", steps)
                .map())
        .alsoAsTable(steps)
        .freshFor(FRESH);
  }

  private ApiAnswer carriers(ApiRequest request) {
    Side side = request.word("side", Side.class, Side.DEPARTURE);
    FlightFilter filter = filters.read(request);
    List<Map<String, Object>> rows =
        delays.byCarrier(filter, side).stream()
            .map(
                c ->
                    Fields.none()
                        .with("carrier", c.carrier())
                        .with("flights", c.flights())
                        .with("mean", tenth(c.mean()))
                        .with("median", tenth(c.median()))
                        .with("p90", tenth(c.p90()))
                        .with("p95", tenth(c.p95()))
                        .map())
            .toList();
    return ApiAnswer.json(
            days(Fields.none().with("side", word(side)), filter).with("carriers", rows).map())
        .alsoAsTable(rows)
        .freshFor(FRESH);
  }

  private ApiAnswer near(ApiRequest request) {
    Position point = new Position(request.number("lat", -90, 90), request.number("lon", -180, 180));
    double within = request.number("within", 100, 1, 2000);
    List<NearAirports.Near> found = near.find(point, within, request.limit(20, 100));
    return ApiAnswer.json(
            Fields.none()
                .with("lat", point.lat())
                .with("lon", point.lon())
                .with("withinKm", within)
                .with("airports", found.stream().map(this::airport).toList())
                .map())
        .alsoAs(
            Format.GEOJSON,
            () ->
                GeoJson.of(
                    found.stream().map(n -> GeoJson.point(n.position(), airport(n))).toList()))
        .freshFor(Duration.ofHours(1));
  }

  /** As our own table has it; as the provider's reference data have it where ours lacks it. */
  private Map<String, Object> airport(NearAirports.Near near) {
    Fields fields =
        airports
            .find(near.code())
            .map((Airport a) -> Fields.none().all(AirportJson.of(a)))
            .orElseGet(
                () ->
                    Fields.none()
                        .with("iata", near.code())
                        .with("name", near.name())
                        .with("lat", near.position().lat())
                        .with("lon", near.position().lon()));
    return fields.with("km", tenth(near.km())).map();
  }

  private static Fields days(Fields fields, FlightFilter filter) {
    return fields.with("from", filter.from()).with("to", filter.to());
  }

  private static double tenth(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
