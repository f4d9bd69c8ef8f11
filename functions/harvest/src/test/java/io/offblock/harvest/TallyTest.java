package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.aws.Metrics;
import io.offblock.harvest.plan.Freshness;
import io.offblock.harvest.quota.Quota;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  /** The alarm takes no age for a stale one, and an age of zero for the best. */
  @Test
  void whereNoFlightIsKnownInTheAirNoAgeIsTold() throws IOException {
    JsonNode told = told(new Freshness(0, 12, 0, 0, 0));
    assertFalse(told.has("FreshnessP50") || told.has("FreshnessP95"), told::toString);
    assertTrue(told.has("FlightsAirborne"), told::toString);
    assertEquals(0, told.path("FlightsAirborne").asInt());
    assertEquals(12, told.path("FlightsKnown").asInt());
  }

  @Test
  void theAgesOfFlightsInTheAirAreTold() throws IOException {
    JsonNode told = told(new Freshness(3, 12, 0, 40, 1));
    assertTrue(told.has("FreshnessP50"), told::toString);
    assertEquals(40, told.path("FreshnessP95").asInt());
    assertEquals(3, told.path("FlightsAirborne").asInt());
  }

  private static JsonNode told(Freshness freshness) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Tally()
        .emit(
            Metrics.of("test", () -> NOW, new PrintStream(out, true, StandardCharsets.UTF_8)),
            new Quota(NOW, 1, 900, NOW, false),
            freshness);
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }
}
