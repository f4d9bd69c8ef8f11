package io.offblock.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a function's log, read. Our own lines are JSON ({@code io.offblock.aws.LogLine});
 * others are Lambda's, or of who prints text, and tell no more than their text.
 *
 * @param at when it was written, UTC
 * @param function name without prefix
 * @param message what it says; of a line that is no JSON, all of it
 * @param requestId of the caller's question or, where none was, of Lambda's call
 * @param logger who said it
 * @param exception class of what was thrown
 * @param stack where from
 * @param fields what else the line has
 */
public record LoggedLine(
    Instant at,
    String function,
    Level level,
    String message,
    Optional<String> requestId,
    Optional<String> logger,
    Optional<String> exception,
    Optional<String> stack,
    ObjectNode fields) {

  /** How bad it is, from the worst. */
  public enum Level {
    ERROR,
    WARNING,
    INFO,
    DEBUG;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is as bad as that, or worse. */
    boolean reaches(Level least) {
      return compareTo(least) <= 0;
    }

    private static Level of(String name) {
      return switch (name) {
        case "ERROR", "SEVERE", "FATAL" -> ERROR;
        case "WARN", "WARNING" -> WARNING;
        case "DEBUG", "TRACE", "FINE", "FINER", "FINEST" -> DEBUG;
        default -> INFO;
      };
    }
  }

  /** What every line has that is as bad as a warning, or worse. */
  static final List<String> ALARMING =
      List.of(
          "ERROR",
          "SEVERE",
          "FATAL",
          "WARN",
          "WARNING",
          "Task timed out",
          "Runtime exited with error");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The marks around each call; the runtime's own words begin otherwise. */
  private static final Pattern MARK =
      Pattern.compile(
          "(START|END|REPORT) RequestId: .*|(INIT_START|INIT_REPORT) .*", Pattern.DOTALL);

  private static final Set<String> READ =
      Set.of("level", "message", "function", "requestId", "logger", "exception", "stack");

  private static final Pattern LEVEL =
      Pattern.compile("\\b(ERROR|SEVERE|FATAL|WARN|WARNING|INFO|DEBUG|TRACE|FINE|FINER|FINEST)\\b");

  /** How far into a text its level may stand: what comes later is what the text is about. */
  private static final int LEVEL_WITHIN = 80;

  /** Lambda's own words for a call that it ended. */
  private static final Pattern ENDED =
      Pattern.compile("Task timed out after|Runtime exited with error");

  private static final Pattern CALL = Pattern.compile("RequestId: ([0-9a-fA-F-]{36})");

  private static final int LONGEST_MESSAGE = 2_000;
  private static final int LONGEST_STACK = 8_000;
  private static final int LONGEST_FIELDS = 4_000;

  /** The line that an entry is; empty for metrics and for the marks around a call. */
  static Optional<LoggedLine> of(String function, FunctionLogs.Entry entry) {
    String text = entry.message().strip();
    if (text.isEmpty() || MARK.matcher(text).matches()) {
      return Optional.empty();
    }
    Optional<JsonNode> json = object(text);
    if (json.filter(j -> j.has("_aws")).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        json.filter(j -> j.path("message").isTextual())
            .map(j -> told(function, entry.at(), j))
            .orElseGet(() -> plain(function, entry.at(), text)));
  }

  private static LoggedLine told(String function, Instant at, JsonNode line) {
    ObjectNode rest = line.deepCopy();
    rest.remove(READ);
    return new LoggedLine(
        at.truncatedTo(ChronoUnit.MILLIS),
        function,
        Level.of(line.path("level").asText().toUpperCase(Locale.ROOT)),
        shortened(line.path("message").asText(), LONGEST_MESSAGE),
        text(line, "requestId"),
        text(line, "logger"),
        text(line, "exception"),
        text(line, "stack").map(s -> shortened(s, LONGEST_STACK)),
        rest.toString().length() > LONGEST_FIELDS ? JSON.createObjectNode() : rest);
  }

  private static LoggedLine plain(String function, Instant at, String text) {
    Matcher level = LEVEL.matcher(text.substring(0, Math.min(text.length(), LEVEL_WITHIN)));
    Matcher call = CALL.matcher(text);
    return new LoggedLine(
        at.truncatedTo(ChronoUnit.MILLIS),
        function,
        ENDED.matcher(text).find()
            ? Level.ERROR
            : level.find() ? Level.of(level.group(1)) : Level.INFO,
        shortened(text, LONGEST_MESSAGE),
        call.find() ? Optional.of(call.group(1)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        JSON.createObjectNode());
  }

  /** As the contract has it: what is absent has no field. */
  ObjectNode json() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("at", at.toString())
            .put("function", function)
            .put("level", level.word())
            .put("message", message);
    requestId.ifPresent(r -> json.put("requestId", r));
    logger.ifPresent(l -> json.put("logger", l));
    exception.ifPresent(e -> json.put("exception", e));
    stack.ifPresent(s -> json.put("stack", s));
    if (!fields.isEmpty()) {
      json.set("fields", fields);
    }
    return json;
  }

  private static Optional<JsonNode> object(String text) {
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode line, String name) {
    return Optional.of(line.path(name).asText()).filter(t -> !t.isEmpty());
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
