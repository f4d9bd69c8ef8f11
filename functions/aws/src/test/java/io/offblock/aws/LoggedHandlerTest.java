package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LoggedHandlerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void aFailureIsOneLineWithItsStackAndTheIdOfItsRequest() throws IOException {
    IllegalStateException failure =
        new IllegalStateException("two\nlines", new IOException("the \"cause\""));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    LoggedHandler handler =
        new LoggedHandler(
            (event, answer, context) -> {
              throw failure;
            },
            new PrintStream(log, true, StandardCharsets.UTF_8));
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                handler.handleRequest(
                    InputStream.nullInputStream(), OutputStream.nullOutputStream(), call("c-1"))),
        "the runtime is to report it too: a queue tries again by that");
    JsonNode line = oneLine(log.toString(StandardCharsets.UTF_8));
    assertEquals("ERROR", line.get("level").asText());
    assertEquals("failed", line.get("message").asText());
    assertEquals("c-1", line.get("requestId").asText());
    assertEquals("offblock-tested", line.get("function").asText());
    assertFalse(line.has("object"), "a failure that is about no object names none");
    assertEquals("java.lang.IllegalStateException", line.get("exception").asText());
    assertTrue(line.get("stack").asText().contains("two\nlines\n\tat io.offblock.aws."));
    assertTrue(
        line.get("stack").asText().contains("Caused by: java.io.IOException: the \"cause\""));
  }

  @Test
  void whatIsLoggedIsOneLineToo() throws IOException {
    LogLine.begin("r-2");
    ExtLogRecord logged =
        new ExtLogRecord(Level.WARN, "%s of %s", ExtLogRecord.FormatStyle.PRINTF, "x");
    logged.setParameters(new Object[] {1, "two\n"});
    logged.setLoggerName("harvest");
    JsonNode plain = oneLine(new LogLine().format(logged));
    assertEquals("WARN", plain.get("level").asText());
    assertEquals("1 of two\n", plain.get("message").asText());
    assertEquals("r-2", plain.get("requestId").asText());
    assertEquals("harvest", plain.get("logger").asText());
    logged.setThrown(new StackOverflowError("deep"));
    JsonNode thrown = oneLine(new LogLine().format(logged));
    assertEquals("java.lang.StackOverflowError", thrown.get("exception").asText());
    assertTrue(thrown.get("stack").asText().startsWith("java.lang.StackOverflowError: deep\n"));
  }

  @Test
  void aLineThatWorkOnAnObjectLogsNamesIt() throws IOException {
    LogLine.begin("r-3");
    ExtLogRecord logged =
        new ExtLogRecord(Level.WARN, "unreadable", ExtLogRecord.FormatStyle.NO_FORMAT, "x");
    String told =
        LoggedObject.during("raw/a", () -> LoggedObject.during("quarantine/a", () -> line(logged)));
    assertEquals("raw/a", oneLine(told).get("object").asText(), "a note is about its payload");
    assertFalse(oneLine(line(logged)).has("object"), "the work is over");
  }

  /** Handlers of failures get what was thrown when the work is left, wrapped by others. */
  @Test
  void aLineThatTellsLaterWhatTheWorkThrewNamesItsObject() throws IOException {
    ExtLogRecord logged =
        new ExtLogRecord(Level.ERROR, "not handled", ExtLogRecord.FormatStyle.NO_FORMAT, "x");
    logged.setThrown(new IllegalStateException("wrapped", thrown("raw/a")));
    assertEquals("raw/a", oneLine(line(logged)).get("object").asText());
    logged.setThrown(thrown("raw/b"));
    assertEquals("raw/b", oneLine(line(logged)).get("object").asText());
    logged.setThrown(new IOException("of no object"));
    assertFalse(oneLine(line(logged)).has("object"));
  }

  @Test
  void whereLambdaNamesNoFunctionThereIsNone() {
    assertEquals(Optional.empty(), LogLine.function(Map.of()));
  }

  private static RuntimeException thrown(String key) {
    return assertThrows(
        IllegalStateException.class,
        () ->
            LoggedObject.during(
                key,
                () -> {
                  throw new IllegalStateException("away");
                }));
  }

  private static String line(ExtLogRecord logged) {
    return new LogLine().format(logged);
  }

  private static JsonNode oneLine(String text) throws IOException {
    assertEquals(1, text.lines().count(), text);
    return MAPPER.readTree(text);
  }

  /** A call of which nothing but its id is asked. */
  private static Context call(String id) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              assertEquals("getAwsRequestId", method.getName());
              return id;
            });
  }
}
