package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.operations.FunctionLogs.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link FunctionLogs} promises, for whoever keeps the logs. */
abstract class FunctionLogsContract {
  private final Instant noon = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(600);
  private final String function = "ask-" + UUID.randomUUID().toString().substring(0, 8);

  protected abstract FunctionLogs logs();

  /** A log with these entries, in two environments of the function by turns. */
  protected abstract void write(String function, List<Entry> entries);

  @BeforeEach
  void fill() {
    write(
        function,
        List.of(
            new Entry(noon, "first"),
            new Entry(noon.plusMillis(1), "{\"level\":\"ERROR\",\"message\":\"second\"}"),
            new Entry(noon.plusSeconds(60), "a WARN of the third\n\tat its second line")));
    write(function + "-other", List.of(new Entry(noon, "of another")));
  }

  @Test
  void everyEntryOfTheSpanIsHandedOnAsItWasWritten() {
    assertEquals(
        List.of(
            new Entry(noon, "first"),
            new Entry(noon.plusMillis(1), "{\"level\":\"ERROR\",\"message\":\"second\"}"),
            new Entry(noon.plusSeconds(60), "a WARN of the third\n\tat its second line")),
        read(noon, noon.plusSeconds(61), List.of()));
  }

  @Test
  void theSpanHasItsFirstMillisecondAndNotTheOneAfterItsLast() {
    assertEquals(List.of(new Entry(noon, "first")), read(noon, noon.plusMillis(1), List.of()));
    assertEquals(2, read(noon.plusMillis(1), noon.plusSeconds(61), List.of()).size());
    assertEquals(List.of(), read(noon.plusSeconds(61), noon.plusSeconds(62), List.of()));
  }

  @Test
  void whatHasOneOfTheWordsIsNotLeftOut() {
    List<Entry> some = read(noon, noon.plusSeconds(61), List.of("ERROR", "WARN"));
    assertFalse(some.stream().noneMatch(e -> e.message().contains("second")));
    assertFalse(some.stream().noneMatch(e -> e.message().contains("WARN")));
    List<Entry> one = read(noon, noon.plusSeconds(61), List.of("ERROR"));
    assertFalse(one.stream().noneMatch(e -> e.message().contains("ERROR")));
  }

  @Test
  void moreEntriesThanAPageHasAreAllHandedOn() {
    List<Entry> many = new ArrayList<>();
    for (int i = 0; i < 10_050; i++) {
      many.add(new Entry(noon.plusMillis(i), "entry " + i));
    }
    write(function + "-busy", many);
    List<Entry> read = new ArrayList<>();
    logs().read(function + "-busy", noon, noon.plusSeconds(60), List.of(), read::add);
    assertEquals(10_050, read.stream().distinct().count());
  }

  @Test
  void aLogThatIsNotThereIsUnreadable() {
    assertThrows(
        LogUnreadable.class,
        () -> logs().read("none-" + function, noon, noon.plusSeconds(1), List.of(), e -> {}));
  }

  private List<Entry> read(Instant from, Instant until, List<String> words) {
    List<Entry> read = new ArrayList<>();
    logs().read(function, from, until, words, read::add);
    read.sort(Comparator.comparing(Entry::at));
    return read;
  }
}
