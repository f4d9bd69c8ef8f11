package io.offblock.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** {@link FunctionLogs} in memory. */
final class MemoryLogs implements FunctionLogs {
  private final Map<String, List<Entry>> entries = new HashMap<>();

  void write(String function, Entry... more) {
    entries.computeIfAbsent(function, f -> new ArrayList<>()).addAll(List.of(more));
  }

  @Override
  public void read(
      String function, Instant from, Instant until, List<String> words, Consumer<Entry> reader) {
    if (!entries.containsKey(function)) {
      throw new LogUnreadable(function, new NoSuchElementException(function));
    }
    entries.get(function).stream()
        .filter(e -> !e.at().isBefore(from) && e.at().isBefore(until))
        .filter(e -> words.isEmpty() || words.stream().anyMatch(e.message()::contains))
        .forEach(reader);
  }
}
