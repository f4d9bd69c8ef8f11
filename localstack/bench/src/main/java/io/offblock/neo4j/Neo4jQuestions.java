package io.offblock.neo4j;

import io.offblock.bench.Contender.Told;
import io.offblock.bench.Known;
import io.offblock.bench.PastAtOnce;
import io.offblock.bench.Questions;
import io.offblock.flight.FlightId;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Connections of a week; beside them a flight by its key. */
public final class Neo4jQuestions implements Questions {
  private static final Duration WITHIN = Duration.ofDays(6);
  private static final int LEGS = 3;
  private static final String HUB = "FRA";

  private final Neo4jConnection connection;
  private final Neo4jFlightStore store;
  private final Neo4jContender contender;
  private final PastAtOnce past;

  public Neo4jQuestions(String uri) {
    connection = Neo4jConnection.to(URI.create(uri), "", "");
    store = new Neo4jFlightStore(connection);
    contender = new Neo4jContender(uri);
    past = new PastAtOnce(store);
  }

  @Override
  public void open() {
    new Schema(connection).apply();
  }

  @Override
  public void load(List<Told> told) throws Exception {
    contender.prepared(told).run();
  }

  @Override
  public void loadPast(List<Told> told) {
    past.add(told);
  }

  @Override
  public void settle() {
    past.write();
    connection.run("waiting for the indexes", "CALL db.awaitIndexes(300)");
  }

  @Override
  public Map<String, Question> hot(Known known) {
    Connections connections = new Connections(connection, ConnectionTimes.packaged());
    Function<Random, String> any = random -> Known.one(random, known.window()).origin();
    Map<String, Question> hot = new LinkedHashMap<>();
    hot.put(
        "connections from any airport to any",
        random -> search(connections, known, random, any.apply(random), any.apply(random)));
    hot.put(
        "connections from a hub",
        random -> search(connections, known, random, HUB, any.apply(random)));
    hot.put(
        "connections to a hub",
        random -> search(connections, known, random, any.apply(random), HUB));
    return hot;
  }

  private static Asking search(
      Connections connections, Known known, Random random, String from, String to) {
    if (from.equals(to)) {
      return search(connections, known, random, from, from.equals("MUC") ? "ZRH" : "MUC");
    }
    Connections.Question question =
        new Connections.Question(
            from, to, known.now().plus(Duration.ofMinutes(random.nextInt(24 * 60))), WITHIN, LEGS);
    return () -> connections.search(question);
  }

  @Override
  public Map.Entry<String, Question> yardstick(Known known) {
    return Map.entry(
        "a flight by its key",
        random -> {
          FlightId flight = Known.one(random, known.window());
          return () ->
              connection.read(
                  "looking up",
                  transaction ->
                      transaction
                          .run(
                              "MATCH (f:Flight {id: $id}) RETURN f.day",
                              Map.of("id", flight.toString()))
                          .single());
        });
  }
}
