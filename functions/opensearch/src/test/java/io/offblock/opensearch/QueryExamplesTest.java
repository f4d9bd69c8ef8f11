package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.StoreServer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The requests of the document, run as they stand there, give the answers that stand there. */
class QueryExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "## (?<title>[^\\n]+)\\n(?:(?!\\n## ).)*?```http\\n"
              + "(?:GET|POST) /(?<index>[^/\\n]+)/_search\\n(?<request>.*?)```"
              + "(?:(?!\\n## ).)*?```json\\n(?<answer>.*?)```",
          Pattern.DOTALL);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonCalls CALLS = new JsonCalls(OpenSearchServer.connection());

  private record Example(String title, String index, String request, String answer) {}

  @BeforeAll
  static void load() {
    FlightWorld.load();
  }

  @TestFactory
  Stream<DynamicTest> everyExampleAnswersAsItSays() throws Exception {
    List<Example> examples = examples();
    assertTrue(examples.size() >= 8, "only " + examples.size() + " examples are read");
    return examples.stream().map(e -> DynamicTest.dynamicTest(e.title(), () -> check(e)));
  }

  private static List<Example> examples() throws Exception {
    String text = Files.readString(StoreServer.project().resolve("docs/queries/opensearch.md"));
    Matcher example = EXAMPLE.matcher(text);
    List<Example> examples = new ArrayList<>();
    while (example.find()) {
      examples.add(
          new Example(
              example.group("title"),
              example.group("index"),
              example.group("request"),
              example.group("answer")));
    }
    assertEquals(
        text.lines().filter(line -> line.equals("```http")).count(),
        examples.size(),
        "a request that is not read");
    return examples;
  }

  private static void check(Example example) throws Exception {
    Map<String, Object> request =
        MAPPER.readValue(example.request(), new TypeReference<Map<String, Object>>() {});
    JsonNode answer = CALLS.search(example.index(), request);
    contains(MAPPER.readTree(example.answer()), answer, "");
  }

  /** What is written is in the answer; lists whole and in order, numbers to a tenth. */
  private static void contains(JsonNode written, JsonNode got, String path) {
    switch (written) {
      case ObjectNode fields ->
          fields
              .properties()
              .forEach(f -> contains(f.getValue(), got.path(f.getKey()), path + "/" + f.getKey()));
      case JsonNode list when list.isArray() -> {
        assertEquals(list.size(), got.size(), () -> path + " is " + got);
        for (int i = 0; i < list.size(); i++) {
          contains(list.get(i), got.get(i), path + "/" + i);
        }
      }
      case JsonNode number when number.isNumber() ->
          assertEquals(number.asDouble(), got.asDouble(), .1, () -> path + " is " + got);
      default -> assertEquals(written, got, path);
    }
  }
}
