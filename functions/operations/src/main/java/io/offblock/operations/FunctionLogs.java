package io.offblock.operations;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** What the functions wrote into their logs. */
public interface FunctionLogs {
  /** One entry of a log, as the function or Lambda wrote it. */
  record Entry(Instant at, String message) {
    public Entry {
      Objects.requireNonNull(at);
      Objects.requireNonNull(message);
    }
  }

  /**
   * Hands on each entry of a span, in any order. Gives up where the thread is interrupted.
   *
   * @param function name without prefix: {@code ask-postgres}
   * @param from the first millisecond of the span
   * @param until the first millisecond after it
   * @param words an entry that has none of them as a word may be left out; empty leaves out nothing
   * @throws LogUnreadable where the log is not there or does not answer; some entries may have been
   *     handed on by then
   */
  void read(
      String function, Instant from, Instant until, List<String> words, Consumer<Entry> reader);
}
