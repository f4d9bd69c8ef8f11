package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.FunctionBoostMode;
import org.opensearch.client.opensearch._types.query_dsl.Operator;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Airports and airlines by code or name. A city that fits stands for its airports, the popular ones
 * first.
 */
final class PlaceSearch {
  private static final int CANDIDATES = 60;

  private final OpenSearchConnection connection;
  private final Airports airports;

  PlaceSearch(OpenSearchConnection connection, Airports airports) {
    this.connection = Objects.requireNonNull(connection);
    this.airports = Objects.requireNonNull(airports);
  }

  List<SearchHit> hits(String typed) {
    Map<String, SearchHit> best = new LinkedHashMap<>();
    Map<String, Double> cities = new LinkedHashMap<>();
    for (Hit<Map<String, Object>> hit : named(typed)) {
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
    return withoutNoise(best.values().stream().sorted(SearchHit.LIKELIEST).toList());
  }

  /** What was spelled right hides what would fit if it had been misspelled. */
  private static List<SearchHit> withoutNoise(List<SearchHit> hits) {
    boolean spelled = !hits.isEmpty() && hits.getFirst().score() >= Score.WORDS;
    return hits.stream().filter(h -> !spelled || h.score() >= Score.WORDS).toList();
  }

  private static void keepBetter(Map<String, SearchHit> best, SearchHit hit) {
    best.merge(hit.kind() + hit.id(), hit, (a, b) -> a.score() >= b.score() ? a : b);
  }

  private List<Hit<Map<String, Object>>> named(String typed) {
    return search(
        Query.of(
            q ->
                q.functionScore(
                    f ->
                        f.query(
                                b ->
                                    b.bool(
                                        x ->
                                            x.filter(kinds("airports", "airlines", "cities"))
                                                .must(m -> m.disMax(d -> d.queries(ways(typed))))))
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
                                            x.filter(kinds("airports"))
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
                    s -> s.index(OpenSearchFlightStore.PLACES).query(query).size(CANDIDATES),
                    Documents.DOCUMENT))
        .hits()
        .hits();
  }

  /** Each way in which a place can fit, worth what {@link Score} says; the best way counts. */
  private static List<Query> ways(String typed) {
    List<Query> ways = new ArrayList<>();
    ways.add(worth(Score.CODE, term("code", typed)));
    ways.add(worth(Score.ICAO, term("icao", typed)));
    ways.add(worth(Score.NAME, match("name.whole", typed, "0")));
    ways.add(worth(Score.NAME_BEGINNING, match("name.whole_beginning", typed, "0")));
    ways.add(worth(Score.WORDS, match("name.beginning", typed, "0")));
    if (typed.codePoints().filter(Character::isLetter).count() >= 4) {
      ways.add(worth(Score.ONE_WRONG, match("name", typed, "1")));
      ways.add(worth(Score.ONE_WRONG, match("name.whole", typed, "1")));
      ways.add(worth(Score.SOME_WRONG, match("name.beginning", typed, "1")));
      ways.add(worth(Score.SOME_WRONG, match("name", typed, "AUTO:4,7")));
    }
    return ways;
  }

  private static Query worth(float score, Query way) {
    return Query.of(q -> q.constantScore(s -> s.filter(way).boost(score)));
  }

  private static Query term(String field, String typed) {
    return Query.of(q -> q.term(t -> t.field(field).value(FieldValue.of(typed))));
  }

  private static Query match(String field, String typed, String wrong) {
    return Query.of(
        q ->
            q.match(
                m -> {
                  m.field(field).query(FieldValue.of(typed)).operator(Operator.And);
                  return wrong.equals("0") ? m : m.fuzziness(wrong).prefixLength(1);
                }));
  }

  private static Query kinds(String... kinds) {
    List<FieldValue> values = Stream.of(kinds).map(FieldValue::of).toList();
    return Query.of(q -> q.terms(t -> t.field("kind").terms(v -> v.value(values))));
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
