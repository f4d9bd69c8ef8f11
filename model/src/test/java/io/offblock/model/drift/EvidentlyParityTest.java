package io.offblock.model.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.offblock.CapturedData;
import io.offblock.model.drift.ColumnDrift.Category;
import io.offblock.model.drift.ColumnDrift.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures that Evidently 0.7.23 gave for a twentieth of the flights of January and April 2008.
 */
class EvidentlyParityTest {
  private static final double CLOSE = 1e-6;
  private static JsonNode expected;
  private static List<String> header;
  private static List<String[]> reference;
  private static List<String[]> current;

  @BeforeAll
  static void read() throws IOException {
    expected = new ObjectMapper().readTree(CapturedData.bytes("drift/evidently_reference.json"));
    List<String[]> rows = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(CapturedData.path("drift/drift_sample.csv.gz"))),
                StandardCharsets.US_ASCII))) {
      header = Arrays.asList(in.readLine().split(","));
      in.lines().map(line -> line.split(",", -1)).forEach(rows::add);
    }
    int part = header.indexOf("part");
    reference = rows.stream().filter(r -> r[part].equals("ref")).toList();
    current = rows.stream().filter(r -> !r[part].equals("ref")).toList();
    assertEquals(expected.get("ref_rows").asInt(), reference.size());
    assertEquals(expected.get("cur_rows").asInt(), current.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"arr_delay", "taxi_out", "crs_elapsed", "crs_dep_min", "distance"})
  void numbers(String column) {
    ColumnDrift drift =
        Comparison.of(
            column, numbers(reference, column), numbers(current, column), Optional.empty());
    JsonNode evidently = expected.get("columns").get(column);
    assertEquals(
        evidently.get("wasserstein").asDouble(),
        drift.measures().wasserstein().orElseThrow(),
        CLOSE);
    assertEquals(
        evidently.get("jensenshannon").asDouble(), drift.measures().jensenShannon(), CLOSE);
    assertEquals(evidently.get("psi").asDouble(), drift.measures().psi(), CLOSE);
    KolmogorovSmirnov ks = drift.measures().kolmogorovSmirnov().orElseThrow();
    assertEquals(
        expected.get("recomputed").get(column).get("ks_D").asDouble(), ks.statistic(), CLOSE);
    double probability = evidently.get("ks").asDouble();
    assertEquals(probability, ks.probability(), CLOSE);
    assertEquals(1, ks.probability() / probability, CLOSE, "however small the probability is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"carrier", "origin", "dow"})
  void categories(String column) {
    ColumnDrift drift =
        Comparison.of(column, words(reference, column), words(current, column), Optional.empty());
    JsonNode evidently = expected.get("columns").get(column);
    assertEquals(
        evidently.get("jensenshannon").asDouble(), drift.measures().jensenShannon(), CLOSE);
    assertEquals(evidently.get("psi").asDouble(), drift.measures().psi(), CLOSE);
    JsonNode recomputed = expected.get("recomputed").get(column);
    assertEquals(texts((ArrayNode) recomputed.get("vanished")), names(drift.vanished()));
    assertEquals(texts((ArrayNode) recomputed.get("new")), names(drift.appeared()));
  }

  /** Evidently's defaults pass over it: its share is too small to move any distance. */
  @Test
  void theCarrierThatVanishedIsReported() {
    ColumnDrift drift =
        Comparison.of(
            "carrier", words(reference, "carrier"), words(current, "carrier"), Optional.empty());
    assertEquals(Verdict.DRIFTED, drift.verdict());
    assertTrue(
        drift.vanished().stream().anyMatch(c -> c.name().equals("AQ") && c.certain()),
        drift.vanished()::toString);
  }

  /** An airport with three flights in three months is not missed. */
  @Test
  void whatChanceExplainsIsListedAndAlarmsNobody() {
    ColumnDrift drift =
        Comparison.of(
            "origin", words(reference, "origin"), words(current, "origin"), Optional.empty());
    assertTrue(drift.vanished().stream().anyMatch(c -> !c.certain()), drift.vanished()::toString);
  }

  private static Numbers numbers(List<String[]> rows, String column) {
    int at = header.indexOf(column);
    return Numbers.of(
        rows.stream()
            .mapToDouble(r -> r[at].isEmpty() ? Double.NaN : Double.parseDouble(r[at]))
            .toArray());
  }

  private static Words words(List<String[]> rows, String column) {
    int at = header.indexOf(column);
    return Words.of(rows.stream().map(r -> r[at]).toList());
  }

  private static List<String> names(List<Category> categories) {
    return categories.stream().map(Category::name).toList();
  }

  private static List<String> texts(ArrayNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
