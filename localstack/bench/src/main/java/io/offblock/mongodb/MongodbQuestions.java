package io.offblock.mongodb;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.bench.Contender;
import io.offblock.bench.Contender.Told;
import io.offblock.bench.Known;
import io.offblock.bench.Questions;
import io.offblock.flight.FlightId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A flight's story; beside it a document of the ledger's size by its key. */
public final class MongodbQuestions implements Questions {
  private final MongoDatabase database;
  private final Contender contender;

  public MongodbQuestions(String uri) {
    contender = new MongodbContender(uri);
    database = Mongodb.database(uri);
  }

  @Override
  public void open() {
    contender.open();
  }

  @Override
  public void load(List<Told> told) throws Exception {
    contender.prepared(told).run();
  }

  @Override
  public void loadPast(List<Told> told) throws Exception {
    load(told);
  }

  @Override
  public void settle() {}

  @Override
  public Map<String, Question> hot(Known known) {
    Router router = new TimelineAnswer(MongodbConnection.to(database)).on(Router.of());
    Map<String, Question> hot = new LinkedHashMap<>();
    hot.put(
        "the story of a flight of now", random -> story(router, Known.one(random, known.window())));
    hot.put(
        "the story of a flight of the past",
        random -> story(router, Known.one(random, known.past())));
    return hot;
  }

  private static Asking story(Router router, FlightId flight) {
    ApiRequest request =
        new ApiRequest(
            "GET",
            "/v1/flights/{flight}/timeline",
            Map.of("flight", flight.toString()),
            Map.of(),
            Map.of(),
            "bench");
    return () -> {
      if (router.answer(request).status() != 200) {
        throw new IllegalStateException("no story of " + flight);
      }
    };
  }

  @Override
  public Map.Entry<String, Question> yardstick(Known known) {
    return Map.entry(
        "a document by its key",
        random -> {
          FlightId flight = Known.one(random, known.window());
          return () -> {
            if (database.getCollection("flights").find(Filters.eq("_id", flight.toString())).first()
                == null) {
              throw new IllegalStateException(flight + " is not there");
            }
          };
        });
  }
}
