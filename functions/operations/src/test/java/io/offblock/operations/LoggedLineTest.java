package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.operations.FunctionLogs.Entry;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedLineTest {
  private static final Instant AT = Instant.parse("2026-11-24T08:00:00.123Z");
  private static final String ID = "0b7d2c1e-5f0c-4b58-9d3c-6f1f3f6d1c2a";

  @Test
  void aFailureHasItsStackAndTheIdOfItsRequest() {
    told(
        """
        {"level":"ERROR","message":"failed","requestId":"mine-7","exception":"java.lang.IllegalStateException","stack":"java.lang…\\n\\tat x.Y"}
        """,
        """
        {"at":"2026-11-24T08:00:00.123Z","function":"harvest","level":"error","message":"failed","requestId":"mine-7",
         "exception":"java.lang.IllegalStateException","stack":"java.lang…\\n\\tat x.Y"}
        """);
  }

  @Test
  void whatALineSaysBesideIsAmongItsFieldsAndWhatItDoesNotSayIsAbsent() {
    told(
        """
        {"level":"INFO","message":"answered","function":"offblock-harvest","operation":"GET /v1/status","status":200,"milliseconds":1.5}
        """,
        """
        {"at":"2026-11-24T08:00:00.123Z","function":"harvest","level":"info","message":"answered",
         "fields":{"operation":"GET /v1/status","status":200,"milliseconds":1.5}}
        """);
  }

  @Test
  void theObjectThatALineIsAboutIsAmongItsFields() {
    told(
        """
        {"level":"WARN","message":"unreadable: not-json","function":"offblock-harvest","requestId":"r-1","object":"raw/lufthansa/x"}
        """,
        """
        {"at":"2026-11-24T08:00:00.123Z","function":"harvest","level":"warning","message":"unreadable: not-json",
         "requestId":"r-1","fields":{"object":"raw/lufthansa/x"}}
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "START RequestId: 1 Version: $LATEST",
        "END RequestId: 1",
        "REPORT RequestId: 1\tDuration: 3 ms\tBilled Duration: 4 ms\t\n",
        "INIT_START Runtime Version: java:25.v1",
        "{\"_aws\":{\"Timestamp\":1},\"message\":\"metrics\",\"Loaded\":3}"
      })
  void metricsAndMarksAreNoLines(String text) {
    assertEquals(Optional.empty(), LoggedLine.of("harvest", new Entry(AT, text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "08:00:01 WARN  [io.netty] slow                       | WARNING",
        "SEVERE: it is over                                   | ERROR",
        "2026-11-24T08:00:00Z " + ID + " Task timed out after 29.00 seconds | ERROR",
        "RequestId: " + ID + " Error: Runtime exited with error: signal: killed | ERROR",
        "DEBUG x                                              | DEBUG",
        "something printed                                    | INFO",
        "an ERRORS is no level                                | INFO",
        "{ no json at all                                     | INFO",
        "{\"errorMessage\":\"no message of ours\"}             | INFO"
      })
  void aTextTellsItsLevelOrIsInformation(String text, LoggedLine.Level level) {
    LoggedLine line = line(text);
    assertEquals(level, line.level());
    assertEquals(text, line.message());
  }

  @ParameterizedTest
  @CsvSource({
    "FATAL,ERROR",
    "SEVERE,ERROR",
    "error,ERROR",
    "WARN,WARNING",
    "WARNING,WARNING",
    "FINE,DEBUG",
    "TRACE,DEBUG",
    "INFO,INFO",
    "CONFIG,INFO",
    "'',INFO"
  })
  void levelsOfEveryLoggerAreOneOfFour(String name, LoggedLine.Level level) {
    assertEquals(level, line("{\"level\":\"%s\",\"message\":\"x\"}".formatted(name)).level());
  }

  @Test
  void whatLambdaSaysOfACallHasTheIdOfTheCall() {
    assertEquals(Optional.of(ID), line("RequestId: " + ID + " Error: x").requestId());
  }

  @Test
  void twoHundredOfTheLongestLinesFitIntoAnAnswer() {
    LoggedLine line =
        line(
            "{\"level\":\"ERROR\",\"message\":\"%s\",\"stack\":\"%s\"}"
                .formatted("m".repeat(100_000), "s".repeat(64_000)));
    assertEquals("m".repeat(2_000) + "…", line.message());
    assertEquals("s".repeat(8_000) + "…", line.stack().orElseThrow());
    assertTrue(line.json().toString().length() * 200 < 6_000_000);
  }

  @Test
  void fieldsThatWouldNotFitAreLeftOut() {
    LoggedLine line =
        line("{\"level\":\"INFO\",\"message\":\"x\",\"all\":\"%s\"}".formatted("f".repeat(9_000)));
    assertTrue(line.fields().isEmpty());
  }

  private static LoggedLine line(String text) {
    return LoggedLine.of("harvest", new Entry(AT, text)).orElseThrow();
  }

  private static void told(String text, String json) {
    try {
      assertEquals(new ObjectMapper().readTree(json), line(text).json());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
