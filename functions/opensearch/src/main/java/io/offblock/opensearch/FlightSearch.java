package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Json;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.history.LineYear;
import io.offblock.load.StoreUnavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.msearch.MultiSearchResponseItem;
import org.opensearch.client.opensearch.core.msearch.MultisearchBody;
import org.opensearch.client.opensearch.core.msearch.RequestItem;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Flights by number, route, registration or carrier, those of today first and then those nearest to
 * now; of flights that are history the line that stands for them.
 */
final class FlightSearch {
  /** Asked for at least, since whether a flight is of today is weighed afterwards. */
  private static final int FEWEST = 20;

  private static final int MOST = 50;
  private static final String NEAR = "12h";

  private final OpenSearchConnection connection;
  private final Airports airports;
  private final InstantSource clock;

  FlightSearch(OpenSearchConnection connection, Airports airports, InstantSource clock) {
    this.connection = Objects.requireNonNull(connection);
    this.airports = Objects.requireNonNull(airports);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * @param limit how many of them will be shown
   */
  List<SearchHit> hits(List<FlightQuestion> questions, int limit) {
    List<SearchHit> hits = new ArrayList<>();
    List<List<Hit<Map<String, Object>>>> found =
        questions.isEmpty() ? List.of() : search(questions, Math.clamp(2L * limit, FEWEST, MOST));
    for (int asked = 0; asked < questions.size(); asked++) {
      FlightQuestion question = questions.get(asked);
      List<SearchHit> fit =
          found.get(asked).stream()
              .map(
                  hit ->
                      OpenSearchFlightStore.LINES.equals(hit.index())
                          ? line(hit)
                          : hit(hit, question))
              .sorted(SearchHit.LIKELIEST)
              .toList();
      for (int i = 0; i < fit.size(); i++) {
        hits.add(
            i == 0 || question.oneEach() ? fit.get(i) : fit.get(i).lessLikely(Score.ANOTHER_DAY));
      }
    }
    return hits.stream().sorted(SearchHit.LIKELIEST).toList();
  }

  /** All of them in one request: each has a price of its own, whatever it asks. */
  private List<List<Hit<Map<String, Object>>>> search(
      List<FlightQuestion> questions, int candidates) {
    Instant now = clock.instant();
    List<RequestItem> searches =
        questions.stream()
            .map(
                question ->
                    RequestItem.of(
                        r ->
                            r.header(
                                    h ->
                                        h.index(
                                            OpenSearchFlightStore.FLIGHTS,
                                            OpenSearchFlightStore.LINES))
                                .body(body(question, now, candidates))))
            .toList();
    return connection
        .ask("searching flights", c -> c.msearch(m -> m.searches(searches), Documents.DOCUMENT))
        .responses()
        .stream()
        .map(FlightSearch::found)
        .toList();
  }

  private static MultisearchBody body(FlightQuestion question, Instant now, int candidates) {
    Query query =
        Query.of(
            q ->
                q.bool(
                    b -> {
                      question.filters().forEach(b::filter);
                      return b.must(m -> m.matchAll(a -> a.boost(question.score())))
                          .should(
                              s ->
                                  s.distanceFeature(
                                      d ->
                                          d.field("departs")
                                              .origin(JsonData.of(now.toString()))
                                              .pivot(NEAR)
                                              .boost(Score.LIFT - 2)));
                    }));
    return MultisearchBody.of(
        b -> {
          b.query(query).size(candidates).trackTotalHits(t -> t.enabled(false));
          return question.oneEach() ? b.collapse(x -> x.field("designator")) : b;
        });
  }

  /**
   * @throws StoreUnavailable where this one of several failed
   */
  private static List<Hit<Map<String, Object>>> found(
      MultiSearchResponseItem<Map<String, Object>> answer) {
    if (answer.isFailure()) {
      throw new StoreUnavailable(
          OpenSearchConnection.STORE,
          "searching flights (%s)".formatted(answer.failure().error().reason()),
          null);
    }
    return answer.result().hits().hits();
  }

  private SearchHit hit(Hit<Map<String, Object>> hit, FlightQuestion question) {
    Flight flight = FlightDocument.read(hit.source());
    FlightId id = flight.id();
    String code = question.named(flight);
    String label =
        "%s%s %s – %s"
            .formatted(
                code,
                code.equals(id.operating().toString()) ? "" : " (" + id.operating() + ")",
                city(id.origin()),
                city(id.destination()));
    String detail =
        "%s %s, %s–%s%s"
            .formatted(
                id.day(),
                Json.local(id.scheduledDeparture()).substring(11),
                id.origin(),
                id.destination(),
                flight
                    .operation()
                    .flatMap(o -> o.value().status())
                    .map(status -> ", " + FlightJson.status(status).getOrDefault("text", status))
                    .orElse(""));
    double today = id.day().equals(today(id.origin())) ? 2 : 0;
    return new SearchHit(
        "flight",
        id.toString(),
        code,
        label,
        detail,
        hit.score() + today,
        Optional.empty(),
        Optional.of(id.day()));
  }

  /** A line of history stands for its flights; it is named by the last of them. */
  private SearchHit line(Hit<Map<String, Object>> hit) {
    LineYear line = LineDocument.read(hit.source());
    FlightId last = LineDocument.last(line);
    return new SearchHit(
        "line",
        last.toString(),
        last.operating().toString(),
        "%s %s – %s".formatted(last.operating(), city(last.origin()), city(last.destination())),
        "%s–%s, scheduled on %d days from %s to %s"
            .formatted(
                last.origin(),
                last.destination(),
                line.count(),
                line.first().toLocalDate(),
                line.last().toLocalDate()),
        hit.score(),
        Optional.empty(),
        Optional.of(last.day()));
  }

  /** The day at the airport, where the flight's date is meant. */
  private LocalDate today(String origin) {
    return airports
        .find(origin)
        .map(a -> clock.instant().atZone(a.zone()).toLocalDate())
        .orElseGet(() -> clock.instant().atOffset(ZoneOffset.UTC).toLocalDate());
  }

  private String city(String iata) {
    return airports.find(iata).map(Airport::city).filter(c -> !c.isBlank()).orElse(iata);
  }

  static Query term(String field, String value) {
    return Query.of(q -> q.term(t -> t.field(field).value(FieldValue.of(value))));
  }
}
