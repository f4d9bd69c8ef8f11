package io.offblock.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * What is logged, as one line of JSON with the id of the request that it belongs to. A stack trace
 * over many lines is many entries of a log, of which a search for the id finds none.
 */
final class LogLine extends ExtFormatter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Less than an entry of a log may have, however deep the calls were. */
  private static final int LONGEST_STACK = 64_000;

  /** A Lambda environment serves one request at a time, by whatever threads. */
  private static volatile String request = "";

  /** All lines from now on belong to this request. */
  static void begin(String requestId) {
    request = requestId;
  }

  /** A line, still open for more that is to be said. */
  static ObjectNode of(String level, String message) {
    return MAPPER
        .createObjectNode()
        .put("level", level)
        .put("message", message)
        .put("requestId", request);
  }

  /** A line that tells what went wrong, and where. */
  static ObjectNode of(String level, String message, Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    String text = stack.toString();
    return of(level, message)
        .put("exception", thrown.getClass().getName())
        .put("stack", text.substring(0, Math.min(text.length(), LONGEST_STACK)));
  }

  @Override
  public String format(ExtLogRecord logged) {
    String level = logged.getLevel().getName();
    String message = String.valueOf(logged.getFormattedMessage());
    ObjectNode line =
        logged.getThrown() == null ? of(level, message) : of(level, message, logged.getThrown());
    return line.put("logger", logged.getLoggerName()) + System.lineSeparator();
  }
}
