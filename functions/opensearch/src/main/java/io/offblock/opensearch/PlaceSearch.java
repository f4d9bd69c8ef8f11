package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.FunctionBoostMode;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Airports and airlines by code or name. A city that fits stands for its airports, the popular ones
 * first.
 */
final class PlaceSearch {
  private static final int CANDIDATES = 60;
  private static final List<String> ONLY_SEARCHED = List.of("name", "name_joined", "country_names");

  private final OpenSearchConnection connection;
  private final Airports airports;

  PlaceSearch(OpenSearchConnection connection, Airports airports) {
    this.connection = Objects.requireNonNull(connection);
    this.airports = Objects.requireNonNull(airports);
  }

  /** What was spelled right hides what would fit if it had been misspelled. */
  List<SearchHit> hits(String typed) {
    List<SearchHit> spelled = hits(PlaceWays.spelled(typed));
    if (!spelled.isEmpty() && spelled.getFirst().score() >= Score.WORDS) {
      return spelled.stream().filter(h -> h.score() >= Score.WORDS).toList();
    }
    List<Query> misspelled = PlaceWays.misspelled(typed);
    return misspelled.isEmpty() ? spelled : hits(misspelled);
  }

  /** The highest sequence number among what a search sees now; -1 where there is nothing yet. */
  long written() {
    Double most =
        connection
            .ask(
                "looking whether places were written",
                c ->
                    c.search(
                        s ->
                            s.index(OpenSearchFlightStore.PLACES)
                                .size(0)
                                .trackTotalHits(t -> t.enabled(false))
                                .aggregations("written", a -> a.max(m -> m.field("_seq_no"))),
                        Documents.DOCUMENT))
            .aggregations()
            .get("written")
            .max()
            .value();
    return most == null || !Double.isFinite(most) ? -1 : most.longValue();
  }

  private List<SearchHit> hits(List<Query> ways) {
    Map<String, SearchHit> best = new LinkedHashMap<>();
    Map<String, Double> cities = new LinkedHashMap<>();
    for (Hit<Map<String, Object>> hit : named(ways)) {
      Map<String, Object> place = hit.source();
      switch ((String) place.get("kind")) {
        case "cities" -> cities.put((String) place.get("code"), hit.score().doubleValue());
        case "airports" -> keepBetter(best, airport(place, hit.score().doubleValue()));
        default -> keepBetter(best, airline(place, hit.score().doubleValue()));
      }
    }
    for (Hit<Map<String, Object>> hit : airportsOf(cities)) {
      Map<String, Object> place = hit.source();
      // A city is meant by its code less often than the airport that bears it.
      double score =
          Math.min(cities.get((String) place.get("city")), Score.NAME) + popularity(place);
      keepBetter(best, airport(place, score));
    }
    return best.values().stream().sorted(SearchHit.LIKELIEST).toList();
  }

  private static void keepBetter(Map<String, SearchHit> best, SearchHit hit) {
    best.merge(hit.kind() + hit.id(), hit, (a, b) -> a.score() >= b.score() ? a : b);
  }

  private List<Hit<Map<String, Object>>> named(List<Query> ways) {
    return search(
        Query.of(
            q ->
                q.functionScore(
                    f ->
                        f.query(
                                b ->
                                    b.bool(
                                        x ->
                                            x.filter(
                                                    PlaceWays.kinds(
                                                        "airports", "airlines", "cities"))
                                                .must(m -> m.disMax(d -> d.queries(ways)))))
                            .functions(
                                v ->
                                    v.fieldValueFactor(
                                        p -> p.field("popularity").factor(1f).missing(0d)))
                            .boostMode(FunctionBoostMode.Sum))));
  }

  private List<Hit<Map<String, Object>>> airportsOf(Map<String, Double> cities) {
    if (cities.isEmpty()) {
      return List.of();
    }
    List<FieldValue> codes = cities.keySet().stream().map(FieldValue::of).toList();
    return search(
        Query.of(
            q ->
                q.functionScore(
                    f ->
                        f.query(
                                b ->
                                    b.bool(
                                        x ->
                                            x.filter(PlaceWays.kinds("airports"))
                                                .filter(
                                                    t ->
                                                        t.terms(
                                                            y ->
                                                                y.field("city")
                                                                    .terms(v -> v.value(codes))))))
                            .functions(
                                v ->
                                    v.fieldValueFactor(
                                        p -> p.field("popularity").factor(1f).missing(0d)))
                            .boostMode(FunctionBoostMode.Sum))));
  }

  private List<Hit<Map<String, Object>>> search(Query query) {
    return connection
        .ask(
            "searching places",
            c ->
                c.search(
                    s ->
                        s.index(OpenSearchFlightStore.PLACES)
                            .query(query)
                            .size(CANDIDATES)
                            .trackTotalHits(t -> t.enabled(false))
                            .source(x -> x.filter(f -> f.excludes(ONLY_SEARCHED))),
                    Documents.DOCUMENT))
        .hits()
        .hits();
  }

  private static double popularity(Map<String, Object> place) {
    return place.get("popularity") instanceof Number n ? n.doubleValue() : 0;
  }

  private SearchHit airport(Map<String, Object> place, double score) {
    String code = (String) place.get("code");
    Optional<Airport> known = airports.find(code);
    String label =
        known
            .map(Airport::name)
            .or(() -> PlaceDocument.name(place))
            .filter(n -> !n.isBlank())
            .orElse(code);
    String detail =
        Stream.of(
                known.map(Airport::city).or(() -> PlaceDocument.name(place)).orElse(""),
                known.map(Airport::country).orElse((String) place.getOrDefault("country", "")),
                (String) place.getOrDefault("icao", ""))
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(", "));
    return new SearchHit(
        "airport", code, code, label, detail, score, position(place), Optional.empty());
  }

  private static SearchHit airline(Map<String, Object> place, double score) {
    String code = (String) place.get("code");
    return new SearchHit(
        "airline",
        code,
        code,
        PlaceDocument.name(place).orElse(code),
        Stream.of(code, (String) place.getOrDefault("icao", ""))
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(", ")),
        score,
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Position> position(Map<String, Object> place) {
    return place.get("location") instanceof Map<?, ?> l
            && l.get("lat") instanceof Number lat
            && l.get("lon") instanceof Number lon
        ? Optional.of(new Position(lat.doubleValue(), lon.doubleValue()))
        : Optional.empty();
  }
}
