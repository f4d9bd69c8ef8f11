package io.offblock.harvest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.lufthansa.Request.ReferencePage;
import io.offblock.harvest.raw.LastAnswers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceCrawlTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Map<String, Integer> RECORDS =
      Map.of("airlines", 250, "aircraft", 100, "countries", 7, "airports", 1170, "cities", 399);

  /** Broken at the provider: the first, the last, neighbours, and one in the midst. */
  private static final Map<String, Set<Integer>> BROKEN =
      Map.of("airlines", Set.of(137), "airports", Set.of(0, 98, 99, 100, 1169));

  private final List<String> read = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int calls;

  @Test
  void everyRecordIsReadOnceAndExactlyTheBrokenOnesAreSkipped() {
    crawl(plan());
    assertAllRead();
    assertTrue(calls < 120, calls + " calls");
  }

  @Test
  void aPageWithoutTotalSaysByBeingFullThatThereAreMore() {
    ReferenceCrawl crawl = new ReferenceCrawl();
    ReferencePage first = crawl.next(NOW).orElseThrow();
    crawl.read(first, 100, OptionalInt.empty());
    assertEquals(List.of(new ReferencePage(first.kind(), 100, 100)), crawl.pending());
    crawl.read(crawl.pending().getFirst(), 99, OptionalInt.empty());
    assertEquals(List.of(), crawl.pending());
  }

  @Test
  void aCrawlGoesOnInAnotherProcess() throws IOException {
    Plan plan = plan();
    for (int i = 0; i < 9; i++) {
      step(plan, NOW);
    }
    Plan next = plan();
    PlanText.read(PlanText.write(plan, new LastAnswers()), next, new LastAnswers());
    crawl(next);
    assertAllRead();
  }

  @Test
  void allIsReadAgainTheNextDay() {
    Plan plan = plan();
    crawl(plan);
    assertEquals(Optional.empty(), plan.next(NOW.plusSeconds(86_399)));
    assertTrue(step(plan, NOW.plusSeconds(86_400)));
  }

  @Test
  void aPageThatFailedWaitsForItsTurnAgain() {
    ReferenceCrawl crawl = new ReferenceCrawl();
    ReferencePage first = crawl.next(NOW).orElseThrow();
    crawl.take(first);
    crawl.putBack(first);
    assertEquals(Optional.of(first), crawl.next(NOW));
  }

  /** No airport has a zone, so no board is asked for and errands have all turns. */
  private static Plan plan() {
    return new Plan(airport -> Optional.empty());
  }

  private void crawl(Plan plan) {
    while (step(plan, NOW)) {
      assertTrue(calls < 2000, "the crawl does not end");
    }
  }

  private boolean step(Plan plan, Instant now) {
    Optional<Pick> pick = plan.next(now);
    if (pick.isEmpty()) {
      return false;
    }
    calls++;
    ReferencePage page = (ReferencePage) pick.get().request();
    int total = RECORDS.get(page.kind());
    Set<Integer> broken = BROKEN.getOrDefault(page.kind(), Set.of());
    List<Integer> records =
        IntStream.range(page.offset(), Math.min(total, page.offset() + page.limit()))
            .boxed()
            .toList();
    if (records.stream().anyMatch(broken::contains)) {
      plan.broken(page).ifPresent(record -> skipped.add(name(record.kind(), record.offset())));
    } else {
      records.forEach(record -> read.add(name(page.kind(), record)));
      plan.learn(
          pick.get(), new SightingPage(List.of(), records.size(), OptionalInt.of(total)), now);
    }
    return true;
  }

  private void assertAllRead() {
    Set<String> expected = new TreeSet<>();
    Set<String> broken = new TreeSet<>();
    RECORDS.forEach(
        (kind, total) -> IntStream.range(0, total).forEach(i -> expected.add(name(kind, i))));
    BROKEN.forEach((kind, places) -> places.forEach(i -> broken.add(name(kind, i))));
    expected.removeAll(broken);
    assertEquals(expected, new TreeSet<>(read));
    assertEquals(new HashSet<>(read).size(), read.size(), "a record was read twice");
    assertEquals(broken, new TreeSet<>(skipped));
    assertEquals(broken.size(), skipped.size());
  }

  private static String name(String kind, int place) {
    return kind + " " + place;
  }
}
