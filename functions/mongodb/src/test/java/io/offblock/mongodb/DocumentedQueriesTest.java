package io.offblock.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import io.offblock.CapturedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs every query of {@code docs/queries/mongodb.md} as it stands there and compares what it gives
 * with the answer printed below it, and holds each to the index that it names. With the system
 * property {@code offblock.answers} set to a file, the document with today's answers is written
 * there.
 */
class DocumentedQueriesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "Index: `(?<index>[\\w.]+)`\\n\\n```js\\n(?<query>db\\.(?<collection>\\w+)\\.aggregate\\("
              + "(?<pipeline>.*?)\\)\\n)```(?:\\n\\n```json\\n(?<answer>.*?)```)?",
          Pattern.DOTALL);

  /** What the stand-in lacks, as the document says. */
  private static final Set<String> LACKING = Set.of("$setWindowFields", "$dateTrunc");

  private static final MongoDatabase DATABASE = StandIn.database();

  /** A query of the document; without an answer where only MongoDB itself can run it. */
  private record Example(String index, String collection, List<Document> pipeline, String answer) {}

  @BeforeAll
  static void load() {
    SaidFlights.load(DATABASE);
  }

  @Test
  void everyQueryGivesTheAnswerThatTheDocumentPrints() throws Exception {
    String file = System.getProperty("offblock.answers");
    if (file != null) {
      Files.writeString(Path.of(file), answered(document()));
    }
    List<String> wrong = new ArrayList<>();
    int examples = 0;
    for (Example example : examples()) {
      if (example.answer() != null) {
        examples++;
        String answer = answer(example);
        if (!documents(answer).equals(documents(example.answer()))) {
          wrong.add(example.pipeline() + " gives\n" + answer);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(examples >= 10, examples + " examples");
    assertEquals(examples().size(), document().split("```js\n", -1).length - 1, "not all are read");
  }

  @Test
  void whatTheStandInLacksIsInNoOtherQuery() throws Exception {
    List<Example> lacking = examples().stream().filter(e -> e.answer() == null).toList();
    assertFalse(lacking.isEmpty());
    for (Example example : examples()) {
      assertEquals(
          example.answer() == null,
          LACKING.stream().anyMatch(example.pipeline().toString()::contains),
          example.pipeline().toString());
    }
    for (Example example : lacking) {
      if (StandIn.isItself(DATABASE)) {
        assertFalse(answer(example).isEmpty());
      } else {
        assertThrows(MongoCommandException.class, () -> answer(example));
      }
    }
  }

  /**
   * By the text alone: an aggregation can use an index for the matching or sorting that it begins
   * with, and an index only from its first key on.
   */
  @Test
  void everyQueryBeginsWithTheLeadingKeysOfItsIndex() throws Exception {
    Map<String, List<String>> indexes = indexes();
    Set<String> used = new TreeSet<>();
    for (Example example : examples()) {
      assertTrue(indexes.containsKey(example.index()), "no index " + example.index());
      assertTrue(example.index().startsWith(example.collection() + "."), example.index());
      Document first = example.pipeline().getFirst();
      Document named =
          first.containsKey("$match")
              ? first.get("$match", Document.class)
              : first.get("$sort", Document.class);
      int best = leading(indexes.get(example.index()), named);
      assertTrue(best > 0, example.index() + " does not carry " + named);
      indexes.forEach(
          (name, keys) ->
              assertTrue(
                  !name.startsWith(example.collection() + ".") || leading(keys, named) <= best,
                  name + " carries " + named + " further than " + example.index()));
      used.add(example.index());
    }
    assertEquals(new TreeSet<>(indexes.keySet()), used, "an index that no question needs");
  }

  @Test
  void theServerHasTheIndexes() throws Exception {
    Set<String> there = new TreeSet<>();
    for (String collection : List.of("flights", "forecasts", "payloads")) {
      for (Document index : DATABASE.getCollection(collection).listIndexes()) {
        there.add(collection + "." + index.getString("name"));
      }
    }
    assertTrue(
        there.containsAll(indexes().keySet().stream().filter(i -> !i.endsWith("_id_")).toList()));
  }

  @Test
  void theServersPlanUsesTheIndex() throws Exception {
    assumeTrue(
        StandIn.isItself(DATABASE),
        "skipped: the stand-in cannot explain a query (set OFFBLOCK_TEST_MONGODB to a MongoDB)");
    for (Example example : examples()) {
      String plan =
          DATABASE
              .runCommand(
                  new Document(
                          "explain",
                          new Document("aggregate", example.collection())
                              .append("pipeline", example.pipeline())
                              .append("cursor", new Document()))
                      .append("verbosity", "queryPlanner"))
              .toJson();
      String name = example.index().substring(example.index().indexOf('.') + 1);
      assertTrue(
          plan.contains("\"indexName\": \"" + name + '"')
              || (name.equals("_id_") && plan.matches("(?s).*\"(IDHACK|EXPRESS_IXSCAN)\".*")),
          example.index() + " is not in " + plan);
    }
  }

  /** How many of an index's keys, from the first on, a question names. */
  private static int leading(List<String> keys, Document named) {
    int n = 0;
    while (n < keys.size() && named.containsKey(keys.get(n))) {
      n++;
    }
    return n;
  }

  /** Keys by collection and name, those that every collection has among them. */
  private static Map<String, List<String>> indexes() throws Exception {
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    indexes.put("flights._id_", List.of("_id"));
    Path file = CapturedData.root().resolve("sql/mongodb/indexes.json");
    for (JsonNode index : new ObjectMapper().readTree(Files.readString(file)).get("indexes")) {
      List<String> keys = new ArrayList<>();
      index.get("keys").fieldNames().forEachRemaining(keys::add);
      indexes.put(index.get("collection").asText() + "." + index.get("name").asText(), keys);
    }
    return indexes;
  }

  private static List<Example> examples() throws Exception {
    List<Example> examples = new ArrayList<>();
    for (Matcher m = EXAMPLE.matcher(document()); m.find(); ) {
      examples.add(example(m));
    }
    return examples;
  }

  private static Example example(Matcher m) {
    return new Example(
        m.group("index"),
        m.group("collection"),
        Document.parse("{pipeline: " + m.group("pipeline") + "}")
            .getList("pipeline", Document.class),
        m.group("answer"));
  }

  private static String answer(Example example) {
    return DATABASE
        .getCollection(example.collection())
        .aggregate(example.pipeline())
        .into(new ArrayList<>())
        .stream()
        .map(d -> d.toJson() + "\n")
        .collect(Collectors.joining());
  }

  /** A line each; the order of a document's fields is the server's own business. */
  private static List<Document> documents(String lines) {
    return lines.lines().map(Document::parse).toList();
  }

  private static String answered(String document) {
    StringBuilder text = new StringBuilder();
    Matcher m = EXAMPLE.matcher(document);
    while (m.find()) {
      String found = m.group();
      String now =
          m.group("answer") == null
              ? found
              : found.substring(0, found.indexOf("```json\n") + 8) + answer(example(m)) + "```";
      m.appendReplacement(text, Matcher.quoteReplacement(now));
    }
    return m.appendTail(text).toString();
  }

  private static String document() throws Exception {
    return Files.readString(CapturedData.root().resolve("docs/queries/mongodb.md"));
  }
}
