package io.offblock.harvest.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.object.MemoryObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two ledgers on the same storage stand for two processes. */
class QuotaLedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:10:00Z");
  private static final Instant NEXT_HOUR = Instant.parse("2026-11-24T09:00:00Z");

  private final MemoryObjects objects = new MemoryObjects();

  @Test
  void eightThreadsOverTwoLedgersGetTheHoursCallsAndNoMore() throws Exception {
    List<QuotaLedger> ledgers = List.of(ledger(100), ledger(100));
    List<Instant> granted = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<Instant>>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        QuotaLedger ledger = ledgers.get(i % 2);
        int block = 1 + i % 3;
        runs.add(threads.submit(() -> untilNoneIsLeft(ledger, block)));
      }
      for (Future<List<Instant>> run : runs) {
        granted.addAll(run.get());
      }
    }
    assertEquals(100, granted.size());
    assertSpaced(granted);
    assertEquals(100, ledgers.getFirst().quota(NOW).used());
    assertEquals(0, ledgers.getLast().quota(NOW).left());
  }

  @Test
  void momentsOfBothLedgersAreAQuarterSecondApart() {
    QuotaLedger one = ledger(900);
    QuotaLedger other = ledger(900);
    List<Instant> granted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      granted.addAll(one.reserve(2, NOW.plusMillis(130L * i)));
      granted.addAll(other.reserve(1, NOW.plusMillis(130L * i + 7)));
    }
    assertEquals(60, granted.size());
    assertEquals(NOW, granted.getFirst());
    assertSpaced(granted);
  }

  @Test
  void aNewHourBeginsAnew() {
    QuotaLedger ledger = ledger(3);
    assertEquals(3, ledger.reserve(5, NOW).size());
    assertEquals(List.of(), ledger.reserve(1, NEXT_HOUR.minusMillis(1)));
    assertEquals(List.of(NEXT_HOUR), ledger.reserve(1, NEXT_HOUR));
    Quota quota = ledger.quota(NEXT_HOUR);
    assertEquals(new Quota(NEXT_HOUR, 1, 3, NEXT_HOUR.plusSeconds(3600), false), quota);
  }

  @Test
  void noMomentLiesBeyondTheHour() {
    List<Instant> granted = ledger(900).reserve(10, NEXT_HOUR.minusMillis(600));
    assertEquals(3, granted.size());
    assertTrue(granted.getLast().isBefore(NEXT_HOUR));
  }

  @Test
  void whatIsGivenBackIsGrantedAgain() {
    QuotaLedger ledger = ledger(4);
    List<Instant> granted = ledger.reserve(4, NOW);
    QuotaLedger other = ledger(4);
    assertEquals(List.of(), other.reserve(1, NOW));
    ledger.giveBack(granted.subList(2, 4));
    assertEquals(2, other.quota(NOW).used());
    assertEquals(granted.subList(2, 4), other.reserve(3, NOW));
  }

  @Test
  void exhaustedHoldsForAllUntilTheHourEnds() {
    QuotaLedger ledger = ledger(10);
    ledger.reserve(1, NOW);
    ledger.exhaust(NOW);
    QuotaLedger other = ledger(10);
    assertEquals(List.of(), other.reserve(1, NOW.plusSeconds(60)));
    assertTrue(other.quota(NOW).exhausted());
    assertEquals(0, other.quota(NOW).left());
    assertEquals(1, other.reserve(1, NEXT_HOUR).size());
  }

  @Test
  void aRunThatExhaustedTheHourMayGiveBackAndItStaysExhausted() {
    QuotaLedger ledger = ledger(10);
    List<Instant> granted = ledger.reserve(3, NOW);
    ledger.exhaust(NOW);
    ledger.giveBack(granted);
    assertEquals(List.of(), ledger.reserve(1, NOW));
  }

  @Test
  void whatACrashedRunReservedStaysCounted() {
    List<Instant> lost = ledger(10).reserve(7, NOW);
    QuotaLedger next = ledger(10);
    assertEquals(7, next.quota(NOW.plusSeconds(60)).used());
    List<Instant> granted = next.reserve(10, NOW);
    assertEquals(3, granted.size());
    assertTrue(granted.stream().noneMatch(lost::contains));
  }

  private QuotaLedger ledger(int callsPerHour) {
    return new QuotaLedger(objects, callsPerHour, 4);
  }

  private static List<Instant> untilNoneIsLeft(QuotaLedger ledger, int block) {
    List<Instant> all = new ArrayList<>();
    while (true) {
      List<Instant> granted = ledger.reserve(block, NOW);
      if (granted.isEmpty()) {
        return all;
      }
      all.addAll(granted);
    }
  }

  private static void assertSpaced(List<Instant> moments) {
    List<Instant> sorted = moments.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      Duration apart = Duration.between(sorted.get(i - 1), sorted.get(i));
      assertTrue(apart.toMillis() >= 250, "%s apart before %s".formatted(apart, sorted.get(i)));
    }
  }
}
