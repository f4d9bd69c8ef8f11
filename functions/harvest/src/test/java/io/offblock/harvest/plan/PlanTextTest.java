package io.offblock.harvest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.LocalMinute;
import io.offblock.harvest.lufthansa.Request.BoardPage;
import io.offblock.harvest.plan.Pick.Promise;
import io.offblock.harvest.plan.Sighting.Phase;
import io.offblock.harvest.raw.LastAnswers;
import io.offblock.payload.PayloadKey;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final int LOCAL = LocalMinute.at(NOW, ZoneOffset.UTC);

  @Test
  void whatIsKeptIsKnownAgain() throws IOException {
    Plan plan = plan(sighting(Phase.AIRBORNE), NOW);
    LastAnswers answers = new LastAnswers();
    PayloadKey key = PayloadKey.of("lufthansa", "/a?b", NOW, "c".repeat(64));
    answers.remember("/a?b", new LastAnswers.Last(key, "c".repeat(64)));
    Plan other = new Plan(iata -> Optional.of(ZoneOffset.UTC));
    LastAnswers others = new LastAnswers();
    PlanText.read(PlanText.write(plan, answers), other, others);
    assertEquals(plan.freshness(NOW), other.freshness(NOW));
    assertEquals(answers.all(), others.all());
    assertEquals(plan.best(NOW.plusSeconds(280)), other.best(NOW.plusSeconds(280)), 1e-9);
  }

  @Test
  void theNewerSightOfAFlightWinsWhateverIsReadFirst() throws IOException {
    Plan older = plan(sighting(Phase.AIRBORNE), NOW);
    Plan newer = plan(sighting(Phase.ENDED), NOW.plusSeconds(60));
    byte[] olderText = PlanText.write(older, new LastAnswers());
    byte[] newerText = PlanText.write(newer, new LastAnswers());
    PlanText.read(newerText, older, new LastAnswers());
    PlanText.read(olderText, newer, new LastAnswers());
    assertEquals(0, older.freshness(NOW).airborne());
    assertEquals(0, newer.freshness(NOW).airborne());
  }

  @Test
  void aPageIsChosenForTheFlightThatNeedsIt() {
    Plan plan = plan(sighting(Phase.AIRBORNE), NOW);
    List<Pick> picks = plan.preview(NOW.plusSeconds(600), 60);
    assertTrue(picks.stream().anyMatch(p -> p.reason().contains("opens")), picks.toString());
    assertTrue(picks.stream().allMatch(p -> p.value() > 0));
  }

  @Test
  void noCallIsListedTwiceWhereAPageIsFullWithinItsFirstStep() {
    List<Pick> picks = plan(sighting(Phase.AIRBORNE), NOW).preview(NOW.plusSeconds(600), 60);
    assertEquals(
        picks.size(), picks.stream().map(Pick::request).distinct().count(), picks.toString());
    assertTrue(picks.stream().noneMatch(p -> p.reason().contains("opens 0 s")), picks.toString());
  }

  private static Plan plan(Sighting sighting, Instant at) {
    Plan plan = new Plan(iata -> Optional.of(ZoneOffset.UTC));
    Pick pick =
        new Pick(BoardPage.first(Board.departures("FRA"), LOCAL - 120), "", 1, new Promise.None());
    plan.learn(pick, new SightingPage(List.of(sighting), 1, OptionalInt.of(1)), at);
    return plan;
  }

  private static Sighting sighting(Phase phase) {
    long off = NOW.minusSeconds(1800).getEpochSecond();
    return new Sighting(
        "LH-400-FRA-JFK-20261124T0930",
        "FRA",
        "JFK",
        LOCAL - 30,
        LOCAL - 30,
        LOCAL + 500,
        LOCAL + 510,
        off,
        off + 32_000,
        phase,
        false);
  }
}
