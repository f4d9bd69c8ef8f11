package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.exceptions.ClientException;

/**
 * What answers asks in reading sessions, and the server itself lets nothing be written in them: the
 * community edition has no user that may only read.
 */
class ReadingTest {
  private final Neo4jConnection connection = Neo4jServer.connection();

  @BeforeAll
  static void empty() {
    Neo4jServer.emptyStore();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE (:Flight {id: 'x'})",
        "MERGE (f:Flight {id: 'x'}) RETURN f",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.seen = 1",
        "CREATE INDEX left_by_a_reader FOR (n:Flight) ON (n.left)",
        "CALL { CREATE (:Flight {id: 'x'}) } RETURN 1"
      })
  void whatReadsCannotWrite(String statement) {
    Consumer<SimpleQueryRunner> write = runner -> runner.run(statement).consume();
    assertThrows(ClientException.class, () -> connection.ask("reading", run(write)));
    assertThrows(
        ClientException.class,
        () ->
            connection.read(
                "reading",
                t -> {
                  write.accept(t);
                  return 0;
                }));
    assertEquals(
        0,
        connection.<Integer>ask(
            "counting",
            r -> r.run("MATCH (n:Flight {id: 'x'}) RETURN count(n)").single().get(0).asInt()));
    assertTrue(
        connection.<Boolean>ask(
            "indexes",
            r -> r.run("SHOW INDEXES WHERE name = 'left_by_a_reader'").list().isEmpty()));
  }

  private static Function<SimpleQueryRunner, Integer> run(Consumer<SimpleQueryRunner> write) {
    return runner -> {
      write.accept(runner);
      return 0;
    };
  }
}
