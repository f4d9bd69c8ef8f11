package io.offblock.opensearch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.Query;

/**
 * Flights that are named by names instead of codes: {@code Lufthansa 400}, {@code Vienna to New
 * York}. The names are looked up as places first.
 */
final class WrittenOut {
  private static final Pattern NUMBER =
      Pattern.compile("(\\p{L}[\\p{L}.& ]{2,}?) *([0-9]{1,5}[A-Za-z]?(?:\\s+[0-9.-]{8,10})?)");
  private static final Pattern ROUTE =
      Pattern.compile(
          "(\\p{L}.{2,}?)\\s*(?:\\s[-–]\\s|>|→|\\s(?:to|nach|à|a)\\s)\\s*(\\p{L}.{2,})",
          Pattern.CASE_INSENSITIVE);
  private static final int AIRPORTS_OF_A_CITY = 6;

  private final Function<String, List<SearchHit>> places;

  /**
   * @param places finds the places and airlines that fit a name, likeliest first
   */
  WrittenOut(Function<String, List<SearchHit>> places) {
    this.places = Objects.requireNonNull(places);
  }

  /** The same with the airline's code for its name; empty where it is no airline and number. */
  Optional<String> number(String typed) {
    Matcher number = NUMBER.matcher(typed.strip());
    return number.matches()
        ? places.apply(number.group(1)).stream()
            .filter(hit -> hit.kind().equals("airline") && hit.score() >= Score.WORDS)
            .findFirst()
            .map(airline -> airline.code() + number.group(2))
        : Optional.empty();
  }

  /** The flights between two places; empty where they are not two. */
  Optional<FlightQuestion> route(String typed) {
    Matcher route = ROUTE.matcher(typed.strip());
    if (!route.matches()) {
      return Optional.empty();
    }
    List<FieldValue> from = airports(route.group(1));
    List<FieldValue> to = airports(route.group(2));
    return from.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FlightQuestion(
                Score.ROUTE, List.of(any("origin", from), any("destination", to)), false, ""));
  }

  /** The airports that fit as well as the first, as a city has several. */
  private List<FieldValue> airports(String name) {
    List<SearchHit> hits =
        places.apply(name).stream().filter(hit -> hit.kind().equals("airport")).toList();
    return hits.stream()
        .filter(hit -> hit.score() >= hits.getFirst().score() - Score.LIFT)
        .limit(AIRPORTS_OF_A_CITY)
        .map(hit -> FieldValue.of(hit.code()))
        .toList();
  }

  private static Query any(String field, List<FieldValue> values) {
    return Query.of(q -> q.terms(t -> t.field(field).terms(v -> v.value(values))));
  }
}
