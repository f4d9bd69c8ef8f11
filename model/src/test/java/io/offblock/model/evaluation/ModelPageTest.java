package io.offblock.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a training as the documentation shows them. */
class ModelPageTest {
  private static final String METRICS =
      """
      {"rows":310948,"baseRate":0.2688,"auc":0.8278,"averagePrecision":0.7125,"logLoss":0.4179,
       "brier":0.1321,"ece":0.0041,"mae":16.1,"coverage":0.802,"width":46.8}
      """;
  private static final String WINDOW =
      """
      "window":{"flights":1791091,"history":"2008-01-01","fitFrom":"2008-01-15",
        "fitTo":"2008-03-15","fitRows":4996911,"heldFrom":"2008-03-16","heldTo":"2008-03-31"},
      "horizons":{"2h":{"model":%1$s,"uncorrected":%1$s,"routeByHour":%1$s,"baseRate":%1$s,
        "reliability":[{"from":0.1,"rows":9,"forecast":0.12,"observed":0.11}],
        "slices":[{"kind":"carrier","key":"AA","metrics":%1$s}]}},
      "cost":{"featureSeconds":83,"trainingSeconds":411,"cpuSeconds":500,"forecastMicros":6}
      """
          .formatted(METRICS);

  @TempDir Path folder;
  private Path page;

  @BeforeEach
  void aPageWithMarks() throws IOException {
    page = folder.resolve("model.md");
    Files.writeString(page, "before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n");
  }

  @Test
  void figuresStandBetweenTheMarksAndNothingElseMoves() throws IOException {
    ModelPage.write(report(""), page);
    String text = Files.readString(page);
    assertTrue(text.startsWith("before\n<!-- figures -->\n1,791,091 flights."), text);
    assertTrue(text.endsWith("<!-- /figures -->\nafter\n") && !text.contains("old"), text);
    assertTrue(
        text.contains("| 2h, **network** | 0.8278 | 0.7125 | 0.4179 | 0.1321 | 0.0041 | 16.1 |"),
        text);
    assertTrue(text.contains("| carrier | AA | 310,948 | 0.269 |"), text);
    assertTrue(Files.readString(folder.resolve("model/reliability.svg")).startsWith("<svg"));
    assertFalse(text.contains("Backtest"), "none was run");
    ModelPage.write(report(""), page);
    assertEquals(text, Files.readString(page), "the same report writes the same page");
  }

  @Test
  void aBacktestHasARowForEachOriginAndHorizonAndAPicture() throws IOException {
    ModelPage.write(report(origin("2008-03-15") + "," + origin("2008-03-23")), page);
    String text = Files.readString(page);
    assertTrue(
        text.contains(
            "| 2008-03-15 | 2008-03-31 | 2h | 310,948 | 0.269 | 0.8278 | 0.6529 | 0.4179 | 0.5526 | 0.5820 |"),
        text);
    assertTrue(text.contains("| 2008-03-23 | 2008-03-31 | 2h |"), text);
    assertTrue(text.contains("](model/backtest.svg)"), text);
    String picture = Files.readString(folder.resolve("model/backtest.svg"));
    assertTrue(picture.contains(">03-15<") && picture.contains(">03-23<"), picture);
    assertTrue(
        picture.contains(">0.50<") && picture.contains(">0.75<") && !picture.contains(">0.00<"),
        "an AUC's axis begins at a half: " + picture);
  }

  @Test
  void aPageWithoutMarksIsRefusedAndLeftAsItWas() throws IOException {
    Files.writeString(page, "no marks");
    assertThrows(IOException.class, () -> ModelPage.write(report(""), page));
    assertEquals("no marks", Files.readString(page));
  }

  private static String origin(String trainedTo) {
    return """
        {"trainedTo":"%1$s","scoredFrom":"2008-03-24","scoredTo":"2008-03-31","horizon":"2h","metrics":%2$s,
         "baseRate":{"logLoss":0.5820},"routeByHour":{"auc":0.6529,"logLoss":0.5526}}
        """
        .formatted(trainedTo, METRICS);
  }

  private static JsonNode report(String backtest) throws IOException {
    return new ObjectMapper().readTree("{" + WINDOW + ",\"backtest\":[" + backtest + "]}");
  }
}
