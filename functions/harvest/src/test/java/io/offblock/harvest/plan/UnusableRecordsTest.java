package io.offblock.harvest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.LocalMinute;
import io.offblock.harvest.lufthansa.Request.BoardPage;
import io.offblock.harvest.plan.Pick.Promise;
import io.offblock.harvest.plan.Sighting.Phase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages with records that nothing can be read from: they stand on the board all the same. */
class UnusableRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final int FROM = LocalMinute.at(NOW, ZoneOffset.UTC);
  private static final int END = FROM + 240;
  private static final Board BOARD = Board.departures("FRA");

  private final Plan plan = new Plan(iata -> Optional.of(ZoneOffset.UTC));

  @Test
  void aFullPageWithOneUnusableRecordIsNotTakenForTheLast() {
    Sighting later = sighting(700, FROM + 200, FROM + 200);
    learn(List.of(later), 1, OptionalInt.of(1), NOW.minusSeconds(60));
    learn(onePageOfUsable(FROM), 50, OptionalInt.of(136), NOW);
    assertEquals(0, missed(later), "it stands on a page that nobody asked for yet");
  }

  @Test
  void theNextPageGoesOnWhereAFullOneWithAnUnusableRecordEnded() {
    learn(onePageOfUsable(FROM), 50, OptionalInt.of(136), NOW);
    assertEquals(FROM + 48, plan.discovery(BOARD).nextUnread(FROM, END));
  }

  @Test
  void withoutATotalAFullPageIsNotTakenForTheLastEither() {
    learn(onePageOfUsable(FROM), 50, OptionalInt.empty(), NOW);
    assertEquals(FROM + 48, plan.discovery(BOARD).nextUnread(FROM, END));
  }

  @Test
  void theLastPageIsToldByTheTotal() {
    learn(onePageOfUsable(FROM), 50, OptionalInt.of(50), NOW);
    assertEquals(END, plan.discovery(BOARD).nextUnread(FROM, END));
  }

  /** The next page would begin with a row that this one has shown. */
  @Test
  void aPageOfEarlierFlightsCountsItsUnusableRecordsAmongItsRows() {
    learn(onePageOfUsable(FROM - 100), 50, OptionalInt.of(136), NOW);
    assertEquals(50, plan.discovery(BOARD).rowsBefore(FROM));
  }

  @Test
  void afterAPageOfUnusableRecordsAloneTheNextOneIsAskedFor() {
    learn(List.of(), 50, OptionalInt.of(136), NOW);
    assertEquals(50, plan.discovery(BOARD).rowsBefore(FROM));
    assertEquals(FROM, plan.discovery(BOARD).nextUnread(FROM, END));
  }

  private void learn(List<Sighting> sightings, int items, OptionalInt total, Instant at) {
    Pick pick = new Pick(BoardPage.first(BOARD, FROM), "", 1, new Promise.None());
    plan.learn(pick, new SightingPage(sightings, items, total), at);
  }

  private int missed(Sighting sighting) {
    return plan.flights.find(sighting.id()).orElseThrow().known().missed();
  }

  /** All but one of fifty rows, a minute apart. */
  private static List<Sighting> onePageOfUsable(int first) {
    return IntStream.range(0, 49)
        .mapToObj(i -> sighting(100 + i, first + i, Math.max(FROM, first + i)))
        .toList();
  }

  private static Sighting sighting(int number, int scheduled, int best) {
    long off = NOW.getEpochSecond() + (best - FROM) * 60L;
    return new Sighting(
        "LH-%d-FRA-JFK-20261124T1000".formatted(number),
        "FRA",
        "JFK",
        scheduled,
        best,
        scheduled + 500,
        best + 500,
        off,
        off + 30_000,
        Phase.SCHEDULED,
        false);
  }
}
