package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.ApiAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusMetricsTest {
  @Test
  void whatIsToldHasALine() {
    List<String> lines =
        lines(
            """
            {"ready":true,"flights":{"airborne":812,"known":8000},"freshness":{"p50_s":95,"p95_s":240.5},
             "quota":{"used":310,"limit":980,"resetsAt":"2026-11-25T11:00:00Z"},"queues":{"postgres":3,"dlq":0},
             "stores":{"postgres":{"flights":8000},"neo4j":{"flights":7999}}}
            """);
    for (String line :
        List.of(
            "offblock_ready 1.0",
            "offblock_flights_airborne 812.0",
            "offblock_status_age_seconds{quantile=\"0.5\"} 95.0",
            "offblock_status_age_seconds{quantile=\"0.95\"} 240.5",
            "offblock_quota_used 310.0",
            "offblock_queue_messages{queue=\"postgres\"} 3.0",
            "offblock_queue_messages{queue=\"dlq\"} 0.0",
            "offblock_store_flights{store=\"neo4j\"} 7999.0",
            "# TYPE offblock_store_flights gauge")) {
      assertTrue(lines.contains(line), () -> line + " is not in " + lines);
    }
  }

  @Test
  void whatCannotBeToldHasNone() {
    List<String> lines =
        lines(
            "{\"ready\":false,\"flights\":{},\"queues\":{},\"stores\":{\"postgres\":{\"error\":\"does not answer\"}}}");
    assertTrue(lines.contains("offblock_ready 0.0"));
    assertFalse(
        lines.stream().anyMatch(l -> l.startsWith("offblock_") && !l.startsWith("offblock_ready")));
  }

  private static List<String> lines(String status) {
    try {
      ApiAnswer answer = StatusMetrics.answer(new ObjectMapper().readTree(status));
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8", answer.headers().get("Content-Type"));
      return new String(answer.body(), StandardCharsets.UTF_8).lines().toList();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
