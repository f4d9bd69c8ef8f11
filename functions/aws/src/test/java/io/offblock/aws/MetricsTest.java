package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Metrics metrics =
      Metrics.of(
          "offblock",
          InstantSource.fixed(Instant.ofEpochMilli(1_764_000_000_123L)),
          new PrintStream(out, true, StandardCharsets.UTF_8));

  @Test
  void oneLineInTheEmbeddedFormatWhoseDimensionsAreOnlyThoseNamed() throws IOException {
    LogLine.begin("r-1");
    LoggedObject.during("raw/lufthansa/x", this::tell);
    String line = out.toString(StandardCharsets.UTF_8);
    assertEquals(1, line.strip().lines().count());
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"_aws":{"Timestamp":1764000000123,"CloudWatchMetrics":[{"Namespace":"offblock",
                  "Dimensions":[["store"]],
                  "Metrics":[{"Name":"Load","Unit":"Milliseconds"},{"Name":"Lag","Unit":"Seconds"},
                    {"Name":"RowsLoaded","Unit":"Count"}]}]},
                 "function":"offblock-tested","requestId":"r-1","object":"raw/lufthansa/x",
                 "store":"postgres","reason":"p\\n1","Load":1.5,"Lag":2.5,"RowsLoaded":8.0}
                """),
        new ObjectMapper().readTree(line));
  }

  private void tell() {
    metrics
        .dimension("store", "postgres")
        .property("reason", "p\n1")
        .count("RowsLoaded", 7)
        .duration("Load", Duration.ofNanos(1_500_000))
        .seconds("Lag", 2.5)
        .count("RowsLoaded", 8)
        .emit();
  }

  @Test
  void nothingIsWrittenWithoutAMetric() {
    metrics.dimension("store", "postgres").emit();
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }
}
