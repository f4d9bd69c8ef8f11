package io.offblock.opensearch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.Operator;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch._types.query_dsl.TextQueryType;

/** The ways in which a place or an airline can fit what was typed, each worth its {@link Score}. */
final class PlaceWays {
  private static final int SHORTEST_MISSPELLED = 4;
  private static final String SOME = "AUTO:4,7";

  private PlaceWays() {}

  /** Codes, names and beginnings of them, every letter right. */
  static List<Query> spelled(String typed) {
    List<Query> ways = new ArrayList<>();
    ways.add(worth(Score.CODE, term("code", typed)));
    ways.add(worth(Score.ICAO, term("icao", typed)));
    ways.add(worth(Score.NAME, match("name.whole", typed)));
    ways.add(worth(Score.NAME_JOINED, match("name_joined", PlaceDocument.joined(typed))));
    ways.add(worth(Score.NAME_BEGINNING, match("name.whole_beginning", typed)));
    ways.add(worth(Score.WORDS, match("name.beginning", typed)));
    ways.add(worth(Score.WORDS, nameAndCountry(typed)));
    ways.add(worth(Score.COUNTRY, ofAirports(match("country_names.whole", typed))));
    ways.add(worth(Score.WORDS, ofAirports(match("country_names.beginning", typed))));
    return ways;
  }

  /** Names with letters that are wrong, missing or swapped; none of what is too short to tell. */
  static List<Query> misspelled(String typed) {
    if (typed.codePoints().filter(Character::isLetter).count() < SHORTEST_MISSPELLED) {
      return List.of();
    }
    return List.of(
        worth(Score.ONE_WRONG, fuzzy("name", typed, "1", 1)),
        worth(Score.ONE_WRONG, fuzzy("name.whole", typed, "1", 1)),
        worth(Score.FIRST_WRONG, fuzzy("name", typed, "1", 0)),
        worth(Score.SOME_WRONG, fuzzy("name.beginning", typed, "1", 1)),
        worth(Score.SOME_WRONG, fuzzy("name", typed, SOME, 1)));
  }

  static Query kinds(String... kinds) {
    List<FieldValue> values = Stream.of(kinds).map(FieldValue::of).toList();
    return Query.of(q -> q.terms(t -> t.field("kind").terms(v -> v.value(values))));
  }

  private static Query worth(float score, Query way) {
    return Query.of(q -> q.constantScore(s -> s.filter(way).boost(score)));
  }

  private static Query term(String field, String typed) {
    return Query.of(q -> q.term(t -> t.field(field).value(FieldValue.of(typed))));
  }

  private static Query match(String field, String typed) {
    return Query.of(
        q -> q.match(m -> m.field(field).query(FieldValue.of(typed)).operator(Operator.And)));
  }

  private static Query fuzzy(String field, String typed, String wrong, int right) {
    return Query.of(
        q ->
            q.match(
                m ->
                    m.field(field)
                        .query(FieldValue.of(typed))
                        .operator(Operator.And)
                        .fuzziness(wrong)
                        .prefixLength(right)));
  }

  /** Some words of the name, the others of the country: Paris France. */
  private static Query nameAndCountry(String typed) {
    Query name =
        Query.of(
            q ->
                q.match(
                    m ->
                        m.field("name.beginning")
                            .query(FieldValue.of(typed))
                            .operator(Operator.Or)));
    Query both =
        Query.of(
            q ->
                q.multiMatch(
                    m ->
                        m.fields("name.beginning", "country_names.beginning")
                            .query(typed)
                            .type(TextQueryType.CrossFields)
                            .operator(Operator.And)));
    return Query.of(q -> q.bool(b -> b.filter(name, both)));
  }

  private static Query ofAirports(Query query) {
    return Query.of(q -> q.bool(b -> b.filter(kinds("airports"), query)));
  }
}
