package io.offblock.model.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A training from files among the runs of the workflow. */
class ReportRunTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void figuresAndPicturesOfATrainingAndOfEachOrigin() throws Exception {
    JsonNode report =
        new ObjectMapper()
            .readTree(
                """
                {"window":{"fitFrom":"2008-01-15","heldTo":"2008-03-31"},
                 "horizons":{"2h":{"model":{"auc":0.83,"rows":7},"reliability":[]}},
                 "backtest":[
                   {"trainedTo":"2008-03-15","horizon":"2h","metrics":{"auc":0.81}},
                   {"trainedTo":"2008-03-15","horizon":"D0","metrics":{"auc":0.66}},
                   {"trainedTo":"2008-03-23","horizon":"2h","metrics":{"auc":0.82}}]}
                """);
    RegistryInMemory registry = new RegistryInMemory();
    String run = ReportRun.keep(registry, report, NOW);
    Run kept = registry.find("report 2008-01-15 to 2008-03-31").orElseThrow();
    assertEquals(run, kept.id());
    assertEquals(Run.State.FINISHED, kept.state());
    Map<String, Double> figures = new TreeMap<>();
    registry.metrics.forEach(m -> figures.put(m.name() + " " + m.step(), m.value()));
    assertEquals(
        Map.of(
            "2h/auc 0", 0.83,
            "backtest/2h/auc 0", 0.81,
            "backtest/D0/auc 0", 0.66,
            "backtest/2h/auc 1", 0.82),
        figures);
    assertEquals(report, new ObjectMapper().readTree(registry.kept(run, "report.json")));
    for (String picture : new String[] {"reliability.svg", "backtest.svg"}) {
      assertTrue(
          new String(registry.kept(run, picture), StandardCharsets.UTF_8).startsWith("<svg"),
          picture);
    }
    assertEquals(0, registry.versions().size(), "a report registers no model");
  }
}
