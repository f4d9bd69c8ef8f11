package io.offblock.neo4j;

import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers {@code GET /v1/flights/{flight}/rotation}: where a flight's aircraft comes from, what of
 * its delays reaches the flight, and what it flies next.
 */
public final class RotationAnswer {
  private static final int USUAL = 6;
  private static final int MOST = 20;

  private final Neo4jFlightStore store;
  private final Rotations rotations;
  private final FlightJson json;

  /**
   * @param clock tells the age of what is known
   */
  public RotationAnswer(
      Neo4jFlightStore store, Neo4jConnection connection, Airports airports, InstantSource clock) {
    this.store = Objects.requireNonNull(store);
    rotations = new Rotations(connection, Rotations.SHORTEST_TURNAROUND);
    json = new FlightJson(airports, clock);
  }

  /** The router with this operation too. */
  public Router on(Router router) {
    return router.get("/v1/flights/{flight}/rotation", this::answer);
  }

  private ApiAnswer answer(ApiRequest request) {
    FlightId id = request.flightId("flight");
    int most = (int) request.number("legs", USUAL, 1, MOST);
    Flight flight =
        store.find(List.of(id)).values().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "no flight " + id + " is known",
                        "Ask by number and date first: /v1/flights/%s/%s"
                            .formatted(id.operating(), id.day())));
    return ApiAnswer.json(
            Fields.none()
                .with("flight", json.of(flight))
                .with("shortestTurnaroundMinutes", Rotations.SHORTEST_TURNAROUND.toMinutes())
                .with("inbound", rotations.inbound(id, most).stream().map(this::inbound).toList())
                .maybe("next", rotations.next(id).map(json::of))
                .map())
        .freshFor(Duration.ofSeconds(30));
  }

  private Map<String, Object> inbound(Rotations.Inbound leg) {
    return Fields.none()
        .with("flight", json.of(leg.flight()))
        .with("turnaroundMinutes", leg.turnaround())
        .maybe("scheduledTurnaroundMinutes", leg.scheduledTurnaround())
        .maybe("lateMinutes", leg.late())
        .with("passedOnMinutes", leg.passedOn())
        .with("propagates", leg.propagates())
        .map();
  }
}
