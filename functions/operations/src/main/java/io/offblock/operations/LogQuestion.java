package io.offblock.operations;

import io.offblock.answer.ApiRequest;
import io.offblock.answer.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which lines of the logs are asked for.
 *
 * @param at when it is asked: what is written later is not told
 * @param since what was written earlier is not told
 * @param function the one whose log is read; all where absent
 * @param least the least bad level
 * @param request the id that a line must have
 * @param limit lines at most
 */
record LogQuestion(
    Instant at,
    Instant since,
    Optional<String> function,
    LoggedLine.Level least,
    Optional<String> request,
    int limit) {
  private static final Duration USUALLY = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  /** For a clock that goes wrong a little, and the time that a question takes to come. */
  private static final Duration LENIENT = Duration.ofMinutes(1);

  /** Where every line is asked for, those of the last minutes mostly fill the answer. */
  private static final Duration JUST_NOW = Duration.ofMinutes(5);

  /** Words of the parameter {@code level}. */
  enum Least {
    ERROR,
    WARNING,
    ALL
  }

  /**
   * What a caller asks.
   *
   * @throws Problem 400 where {@code since} is too long ago, or still to come
   */
  static LogQuestion of(ApiRequest request, Instant at) {
    Instant since = request.moment("since").orElse(at.minus(USUALLY));
    if (since.isBefore(at.minus(LONGEST).minus(LENIENT))) {
      throw Problem.badRequest(
          "since %s is over 24 hours ago".formatted(since),
          "Ask for at most 24 hours; ./offblock logs --since 2d reads further back.");
    }
    if (!since.isBefore(at)) {
      throw Problem.badRequest(
          "since %s is still to come".formatted(since), "Name a moment of the last 24 hours.");
    }
    return new LogQuestion(
        at,
        since,
        request.value("function"),
        switch (request.word("level", Least.class, Least.WARNING)) {
          case ERROR -> LoggedLine.Level.ERROR;
          case WARNING -> LoggedLine.Level.WARNING;
          case ALL -> LoggedLine.Level.DEBUG;
        },
        request.value("request"),
        request.limit(50, 200));
  }

  /** Whether an entry may be left out because it has none of these words; empty for no. */
  List<String> words() {
    return request
        .map(List::of)
        .orElse(least == LoggedLine.Level.DEBUG ? List.of() : LoggedLine.ALARMING);
  }

  /** The spans to read one after another until there are lines enough, the newest first. */
  List<Span> spans() {
    Span whole = new Span(since, at);
    Instant between = at.minus(JUST_NOW);
    return words().isEmpty() && since.isBefore(between)
        ? List.of(new Span(between, at), new Span(since, between))
        : List.of(whole);
  }

  /** From, and up to and without. */
  record Span(Instant from, Instant until) {}

  /** Whether a line is asked for, once the whole entry says so too. */
  boolean wants(LoggedLine line, String entry) {
    return line.level().reaches(least) && request.filter(id -> !has(entry, id)).isEmpty();
  }

  /** Whether a text has the id as a word of its own: the id r-1 is not in r-10. */
  private static boolean has(String text, String id) {
    String letter = "[A-Za-z0-9._-]";
    return text.contains(id)
        && Pattern.compile("(?<!%s)%s(?!%s)".formatted(letter, Pattern.quote(id), letter))
            .matcher(text)
            .find();
  }
}
