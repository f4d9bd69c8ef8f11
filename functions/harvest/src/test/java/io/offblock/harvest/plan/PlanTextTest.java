package io.offblock.harvest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.LocalMinute;
import io.offblock.harvest.lufthansa.Request.BoardPage;
import io.offblock.harvest.plan.Pick.Promise;
import io.offblock.harvest.plan.Sighting.Phase;
import io.offblock.harvest.raw.LastAnswers;
import io.offblock.payload.PayloadKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
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

  @Test
  void aMonthOfHarvestDoesNotMakeTheTextLonger() throws IOException {
    Plan plan = new Plan(iata -> Optional.of(ZoneOffset.UTC));
    int early = 0;
    for (int hour = 0; hour <= 30 * 24; hour += 2) {
      Instant now = NOW.plusSeconds(3600L * hour);
      Board board = Board.departures("FRA");
      BoardPage page = BoardPage.first(board, LocalMinute.at(now, ZoneOffset.UTC) - 120);
      plan.learn(new Pick(page, "", 1, new Promise.None()), SightingPage.EMPTY, now);
      plan.forget(now);
      if (hour == 4 * 24) {
        early = unpacked(plan).length();
      }
    }
    int late = unpacked(plan).length();
    assertTrue(late < early + 30, "from %d on the fifth day to %d".formatted(early, late));
  }

  /** Its steps reach back forty days. */
  @Test
  void aLongTextIsReadAndItsLastTwoDaysStayAsTheyAre() throws IOException {
    int step = LOCAL / 10;
    BitSet read = new BitSet();
    read.set(1440, 1440 + 30 * 144);
    read.clear(1440 + 30 * 144 - 3);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.putArray("boards")
        .addObject()
        .put("direction", "DEPARTURES")
        .put("airport", "FRA")
        .put("base", step - 30 * 144 - 1440)
        .put("read", Base64.getEncoder().encodeToString(read.toByteArray()))
        .put("steps", 4000.0)
        .put("rows", 9000.0);
    Plan plan = new Plan(iata -> Optional.of(ZoneOffset.UTC));
    PlanText.read(packed(mapper.writeValueAsBytes(root)), plan, new LastAnswers());
    int before = unpacked(plan).length();
    plan.forget(NOW);
    assertTrue(unpacked(plan).length() < before - 600, () -> "no shorter than " + before);

    Plan other = new Plan(iata -> Optional.of(ZoneOffset.UTC));
    PlanText.read(PlanText.write(plan, new LastAnswers()), other, new LastAnswers());
    for (Plan each : List.of(plan, other)) {
      Discovery discovery = each.discovery(Board.departures("FRA"));
      int hole = (step - 3) * 10;
      assertEquals(hole, discovery.nextUnread(LOCAL - 2000, LOCAL));
      assertEquals(step * 10, discovery.nextUnread(hole + 10, LOCAL + 240));
    }
    assertEquals(unpacked(plan), unpacked(other));
  }

  private static String unpacked(Plan plan) throws IOException {
    byte[] packed = PlanText.write(plan, new LastAnswers());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] packed(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(out)) {
      packing.write(text);
    }
    return out.toByteArray();
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
