package io.offblock.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * What is logged, as one line of JSON with the function that says it, the id of the request that it
 * belongs to and the key of the object that it is about. A stack trace over many lines is many
 * entries of a log, of which a search for the id finds none.
 */
final class LogLine extends ExtFormatter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Less than an entry of a log may have, however deep the calls were. */
  private static final int LONGEST_STACK = 64_000;

  private static final Optional<String> FUNCTION = function(System.getenv());

  /**
   * A Lambda environment serves one request at a time, by whatever threads; null before the first.
   */
  private static volatile String request;

  /** All lines from now on belong to this request. */
  static void begin(String requestId) {
    request = requestId;
  }

  /** Lambda's name of the function; empty where Lambda did not set it. */
  static Optional<String> function(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("AWS_LAMBDA_FUNCTION_NAME"));
  }

  /**
   * Adds who says a line, and of what: {@code function}, {@code requestId} and {@code object}, each
   * absent where it is not known.
   */
  static void place(ObjectNode line) {
    FUNCTION.ifPresent(f -> line.put("function", f));
    Optional.ofNullable(request).ifPresent(r -> line.put("requestId", r));
    LoggedObject.now().ifPresent(o -> line.put("object", o));
  }

  /** A line, still open for more that is to be said. */
  static ObjectNode of(String level, String message) {
    ObjectNode line = MAPPER.createObjectNode().put("level", level).put("message", message);
    place(line);
    return line;
  }

  /** A line that tells what went wrong, and where. */
  static ObjectNode of(String level, String message, Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    String text = stack.toString();
    ObjectNode line = of(level, message);
    if (!line.has("object")) {
      LoggedObject.of(thrown).ifPresent(o -> line.put("object", o));
    }
    return line.put("exception", thrown.getClass().getName())
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
