package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.airport.Position;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Answers {@code GET /v1/search}: airports, airlines and flights that fit what was typed so far,
 * the likeliest first.
 */
public final class Search {
  private static final int LONGEST = 80;
  private static final int USUAL = 10;
  private static final int MOST = 50;

  private final KnownPlaces places;
  private final WrittenOut written;
  private final FlightSearch flights;
  private final Airports airports;
  private final Popularity popularity = Popularity.packaged();

  /**
   * @param clock tells which flights are of today, and how old is what was found of places
   */
  public Search(OpenSearchConnection connection, Airports airports, InstantSource clock) {
    this.airports = Objects.requireNonNull(airports);
    PlaceSearch search = new PlaceSearch(connection, airports);
    places = new KnownPlaces(search::hits, search::written, clock);
    written = new WrittenOut(places::hits);
    flights = new FlightSearch(connection, airports, clock);
  }

  /** The answer to a request; its parameters are {@code q} and {@code limit}. */
  public ApiAnswer answer(ApiRequest request) {
    String typed = request.text("q", LONGEST);
    if (typed.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw Problem.badRequest(
          "q has neither a letter nor a digit",
          "Type a name, a code or a flight number, such as Frankfurt, FRA or LH400.");
    }
    List<Map<String, Object>> hits =
        hits(typed, request.limit(USUAL, MOST)).stream().map(Search::json).toList();
    return ApiAnswer.json(Fields.none().with("query", typed).with("hits", hits).map())
        .freshFor(Duration.ofSeconds(30));
  }

  List<SearchHit> hits(String typed, int limit) {
    return Stream.concat(places.hits(typed).stream(), flights.hits(flights(typed), limit).stream())
        .sorted(SearchHit.LIKELIEST)
        .limit(limit)
        .toList();
  }

  private List<FlightQuestion> flights(String typed) {
    List<FlightQuestion> coded = FlightQuestion.of(typed, airports, popularity);
    return coded.isEmpty()
        ? written
            .number(typed)
            .map(number -> FlightQuestion.of(number, airports, popularity))
            .orElseGet(() -> written.route(typed).stream().toList())
        : coded;
  }

  private static Map<String, Object> json(SearchHit hit) {
    return Fields.none()
        .with("kind", hit.kind())
        .with("id", hit.id())
        .with("code", hit.code())
        .with("label", hit.label())
        .with("detail", hit.detail())
        .with("score", Math.round(hit.score() * 10) / 10.0)
        .maybe("lat", hit.position().map(Position::lat))
        .maybe("lon", hit.position().map(Position::lon))
        .maybe("date", hit.date().map(Object::toString))
        .map();
  }
}
