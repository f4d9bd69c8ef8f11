package io.offblock.harvest.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillTest {
  private static final String SHA = "0123456789ab".repeat(6).substring(0, 64);
  private static final Instant FIRST = Instant.parse("2026-11-20T00:00:00Z");

  private final MemoryObjects objects = new MemoryObjects();
  private final List<String> sent = new ArrayList<>();
  private long waiting;

  private final Replay replay =
      new Replay(
          objects,
          new LoadQueues() {
            @Override
            public void send(String store, List<StoredObject> batch) {
              batch.forEach(o -> sent.add(o.key()));
            }

            @Override
            public long waiting(String store) {
              return waiting;
            }
          },
          "data");

  @Test
  void thePiecesAreTheWholeAndNothingTwice() {
    List<String> all = raw(2300);
    Backfill.Answer plan = plan("postgres", null, null, false);
    assertEquals(2301, plan.payloads());
    assertEquals(0, plan.queued());
    left(plan).forEach(this::play);
    assertEquals(all, sent);
    assertEquals(0, plan("postgres", null, null, false).pieces());
  }

  @Test
  void daysAreWholeAndOfFetching() {
    List<String> all = raw(72);
    Backfill.Answer plan =
        plan("neo4j", LocalDate.parse("2026-11-21"), LocalDate.parse("2026-11-21"), false);
    left(plan).forEach(this::play);
    assertEquals(all.subList(24, 48), sent);
  }

  @Test
  void whatEndedEarlyGoesOnWhereItWas() {
    raw(1000);
    Backfill.Answer first = plan(null, null, null, false);
    play(left(first).getFirst());
    play(left(first).get(2));
    Backfill.Answer second = plan(null, null, null, false);
    assertEquals(first.round(), second.round());
    assertEquals(first.pieces() - 2, second.pieces());
    assertEquals(500, second.queued());
  }

  @Test
  void aNewRoundBeginsAfterTheEndOrWhenItIsWanted() {
    raw(10);
    Backfill.Answer first = plan(null, null, null, false);
    left(first).forEach(this::play);
    at(1).run(new Backfill.Request(null, null, null, null, first.window()));
    Backfill.Answer second = at(2).run(new Backfill.Request(null, null, null, null, null));
    assertNotEquals(first.round(), second.round());
    assertEquals(first.pieces(), second.pieces());
    Backfill.Answer third = at(3).run(new Backfill.Request(null, null, null, true, null));
    assertNotEquals(second.round(), third.round());
  }

  @Test
  void aFullQueueTakesNothingUntilItIsEmptier() {
    raw(10);
    Backfill.Piece piece = left(plan("mongodb", null, null, false)).getFirst();
    waiting = 1_000_000;
    assertEquals("raw/", play(piece).next());
    assertTrue(sent.isEmpty());
    assertTrue(plan("mongodb", null, null, false).pieces() > 0);
    waiting = 0;
    assertEquals(10, play(piece).payloads());
  }

  @Test
  void noSuchStoreAndDaysTheWrongWay() {
    assertThrows(IllegalArgumentException.class, () -> plan("redis", null, null, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> plan(null, LocalDate.parse("2026-11-22"), LocalDate.parse("2026-11-21"), false));
  }

  @Test
  void nothingStoredIsNoPiece() {
    assertEquals(0, plan(null, null, null, false).pieces());
  }

  private Replay.Answer play(Backfill.Piece piece) {
    return replay.run(piece.question(), () -> false);
  }

  private Backfill.Answer plan(String store, LocalDate from, LocalDate to, boolean again) {
    return at(0).run(new Backfill.Request(store, from, to, again, null));
  }

  private Backfill at(int seconds) {
    Instant now = Instant.parse("2026-11-24T12:00:00Z").plusSeconds(seconds);
    return new Backfill(objects, Clock.fixed(now, ZoneOffset.UTC));
  }

  private List<Backfill.Piece> left(Backfill.Answer plan) {
    try {
      return new ObjectMapper()
          .readValue(objects.get(plan.left()).orElseThrow().bytes(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** That many payloads, one an hour, and one marker of an unchanged answer. */
  private List<String> raw(int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(key(i).objectKey());
    }
    keys.add(key(100_000).seenKey());
    keys.forEach(key -> objects.put(key, NewObject.json(new byte[0]), new Condition.Always()));
    return keys;
  }

  private static PayloadKey key(int hour) {
    return PayloadKey.of("lufthansa", "/a/b", FIRST.plusSeconds(3600L * hour), SHA);
  }
}
