package io.offblock.mongodb;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.flight.FlightId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/** A flight's story: all that was said of it, as it came, and when. */
final class TimelineAnswer {
  private final MongodbConnection connection;

  TimelineAnswer(MongodbConnection connection) {
    this.connection = connection;
  }

  /** The router with this operation too. */
  Router on(Router router) {
    return router.get("/v1/flights/{flight}/timeline", this::timeline);
  }

  private ApiAnswer timeline(ApiRequest request) {
    FlightId id = request.flightId("flight");
    Document states =
        connection
            .ask(
                "reading a timeline",
                database ->
                    Optional.ofNullable(
                        database
                            .getCollection("flights")
                            .find(Filters.eq("_id", id.toString()))
                            .projection(Projections.include("states"))
                            .first()))
            .map(flight -> flight.get("states", new Document()))
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "no flight " + id + " is known",
                        "Ask by number and date first: /v1/flights/%s/%s"
                            .formatted(id.operating(), id.day())));
    return ApiAnswer.json(
            Fields.none()
                .with("id", id.toString())
                .with("states", Timeline.answer(states, ledger(states.keySet())))
                .with(
                    "forecasts",
                    connection.ask(
                        "reading forecasts",
                        database -> new ToldForecasts(database).of(id.toString())))
                .map())
        .freshFor(Duration.ofSeconds(15));
  }

  private List<Document> ledger(Set<String> statements) {
    return connection.ask(
        "reading when it was said",
        database ->
            database
                .getCollection("payloads")
                .find(Filters.in("states", statements))
                .projection(Projections.include("seen", "states"))
                .into(new ArrayList<>()));
  }
}
