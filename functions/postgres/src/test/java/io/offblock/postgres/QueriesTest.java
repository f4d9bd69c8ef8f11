package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query of {@code sql/queries.sql} gives the rows that {@code answers.txt} has for it. */
class QueriesTest {
  private static final Path QUERIES = Path.of("../../sql/queries.sql");
  private static final Path ANSWERS = Path.of("src/test/resources/answers.txt");
  private static final Pattern VARIABLE = Pattern.compile("(?<!:):'(\\w+)'");

  @BeforeAll
  static void world() {
    SmallWorld.load();
  }

  static Stream<String> names() throws IOException {
    return sections(QUERIES).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theAnswerIsTheOneThatTheWorldHas(String name) throws IOException {
    String[] expected = sections(ANSWERS).getOrDefault(name, "\n").split("\n", 2);
    Map<String, String> values =
        Stream.of(expected[0].split("; "))
            .filter(pair -> pair.contains("="))
            .collect(Collectors.toMap(p -> p.split("=", 2)[0], p -> p.split("=", 2)[1]));
    String sql =
        VARIABLE
            .matcher(sections(QUERIES).get(name))
            .replaceAll(v -> Matcher.quoteReplacement("'" + values.get(v.group(1)) + "'"));
    assertEquals(expected[1].strip(), Database.rows(sql).strip(), expected[0]);
  }

  @Test
  void everyQuerySaysItsQuestionAndHasItsAnswer() throws IOException {
    Map<String, String> queries = sections(QUERIES);
    assertTrue(queries.size() >= 20, queries.size() + " queries");
    assertEquals(List.copyOf(queries.keySet()), List.copyOf(sections(ANSWERS).keySet()));
    queries.forEach(
        (name, text) -> assertTrue(text.matches("(?s)-- [^\\n]*\\?.*"), name + " asks nothing"));
  }

  private static Map<String, String> sections(Path file) throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    Stream.of(Files.readString(file).split("(?m)^-- name: "))
        .skip(1)
        .map(part -> part.split("\n", 2))
        .forEach(part -> sections.put(part[0].strip(), part[1].strip()));
    return sections;
  }
}
