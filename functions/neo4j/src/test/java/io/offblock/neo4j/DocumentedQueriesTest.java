package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.StoreServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Value;

/**
 * Runs every query of {@code docs/queries/neo4j.md} as it stands there and compares what it gives
 * with the answer printed below it. With the system property {@code offblock.answers} set to a
 * file, the document with today's answers is written there.
 */
class DocumentedQueriesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```cypher\n(.*?)```\n+```text\n(.*?)```", Pattern.DOTALL);

  @BeforeAll
  static void load() {
    Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
    Neo4jFlightStore store = Neo4jServer.emptyStore();
    PlayedFlights.load(
        store,
        PlayedFlights.world(
            1, midnight, midnight.plus(Duration.ofDays(1)), midnight.plus(Duration.ofHours(14))));
  }

  @Test
  void everyQueryGivesTheAnswerThatTheDocumentPrints() throws Exception {
    String document = Files.readString(StoreServer.project().resolve("docs/queries/neo4j.md"));
    Optional<String> file = Optional.ofNullable(System.getProperty("offblock.answers"));
    if (file.isPresent()) {
      Files.writeString(
          Path.of(file.get()),
          EXAMPLE
              .matcher(document)
              .replaceAll(
                  m ->
                      java.util.regex.Matcher.quoteReplacement(
                          "```cypher\n%s```\n\n```text\n%s```"
                              .formatted(m.group(1), answer(m.group(1))))));
    }
    List<String> wrong = new ArrayList<>();
    int examples = 0;
    for (var m = EXAMPLE.matcher(document); m.find(); examples++) {
      String answer = answer(m.group(1));
      if (!answer.equals(m.group(2))) {
        wrong.add(m.group(1) + "gives\n" + answer);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(examples >= 8, examples + " examples");
    assertEquals(examples, document.split("```cypher", -1).length - 1, "a query without an answer");
  }

  private static String answer(String query) {
    return Neo4jServer.connection()
        .read(
            "a documented query",
            transaction -> {
              var result = transaction.run(query);
              Stream<String> head = Stream.of(String.join(" | ", result.keys()));
              List<String> rows =
                  result.list(
                      r ->
                          r.values().stream()
                              .map(DocumentedQueriesTest::text)
                              .collect(Collectors.joining(" | ")));
              return Stream.concat(head, rows.stream()).collect(Collectors.joining("\n", "", "\n"));
            });
  }

  private static String text(Value value) {
    return switch (value.asObject()) {
      case null -> "";
      case List<?> list -> list.stream().map(Objects::toString).collect(Collectors.joining(", "));
      case Object other -> other.toString();
    };
  }
}
