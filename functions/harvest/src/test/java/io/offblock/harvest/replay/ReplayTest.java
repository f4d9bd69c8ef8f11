package io.offblock.harvest.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final String SHA = "0123456789ab".repeat(6).substring(0, 64);

  private final MemoryObjects objects = new MemoryObjects();
  private final Map<String, List<String>> sent = new HashMap<>();
  private final Replay replay = new Replay(objects, queues(), "data");

  private LoadQueues queues() {
    return new LoadQueues() {
      @Override
      public void send(String store, List<StoredObject> batch) {
        ReplayTest.this.send(store, batch);
      }

      @Override
      public long waiting(String store) {
        return 0;
      }
    };
  }

  private void send(String store, List<StoredObject> batch) {
    batch.forEach(o -> assertEquals("data", o.bucket()));
    sent.computeIfAbsent(store, s -> new ArrayList<>())
        .addAll(batch.stream().map(StoredObject::key).toList());
  }

  @Test
  void everythingGoesToEveryStore() {
    String raw = raw("2026-11-24T08:00:00Z");
    String seen = seen("2026-11-24T08:05:00Z");
    put("quarantine/postgres/x.json");
    Replay.Answer answer = run(null, null, null, null, null);
    assertEquals(new Replay.Answer(2, 8, null), answer);
    LoadQueues.STORES.forEach(store -> assertEquals(List.of(raw, seen), sent.get(store)));
  }

  @Test
  void aSpanHoldsItsBeginningAndNotItsEnd() {
    raw("2026-11-24T07:59:59.999Z");
    String inside = raw("2026-11-24T08:00:00Z");
    raw("2026-11-24T09:00:00Z");
    run("neo4j", "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z", null, null);
    assertEquals(Map.of("neo4j", List.of(inside)), sent);
  }

  @Test
  void keysGoAsTheyAreGiven() {
    run("mongodb", null, null, List.of("raw/b", "raw/a", "raw/b"), null);
    assertEquals(List.of("raw/b", "raw/a", "raw/b"), sent.get("mongodb"));
  }

  @Test
  void anUnknownStoreIsRefusedBeforeAnythingIsSent() {
    raw("2026-11-24T08:00:00Z");
    assertThrows(IllegalArgumentException.class, () -> run("redis", null, null, null, null));
    assertTrue(sent.isEmpty());
  }

  @Test
  void whatIsInterruptedGoesOnWhereItWas() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      all.add(raw(Instant.parse("2026-11-24T08:00:00Z").plusSeconds(i).toString()));
    }
    all.add(seen("2026-11-24T08:00:00Z"));
    String after = null;
    int calls = 0;
    do {
      Replay.Answer answer =
          replay.run(
              new Replay.Question("postgres", null, null, null, after, null, null, null),
              () -> true);
      after = answer.next();
      calls++;
    } while (after != null && calls < 20);
    assertNull(after);
    assertTrue(calls > 2);
    assertEquals(all, sent.get("postgres"));
  }

  private Replay.Answer run(
      String store, String since, String until, List<String> keys, String after) {
    return replay.run(
        new Replay.Question(store, since, until, keys, after, null, null, null), () -> false);
  }

  private String raw(String at) {
    return put(PayloadKey.of("lufthansa", "/a/b", Instant.parse(at), SHA).objectKey());
  }

  private String seen(String at) {
    return put(PayloadKey.of("lufthansa", "/a/b", Instant.parse(at), SHA).seenKey());
  }

  private String put(String key) {
    objects.put(key, NewObject.json(new byte[0]), new Condition.Always());
    return key;
  }
}
