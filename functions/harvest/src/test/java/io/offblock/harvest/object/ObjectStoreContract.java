package io.offblock.harvest.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.object.ObjectStore.StoredBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the harvest relies on in object storage. Each test keeps to a prefix of its own. */
abstract class ObjectStoreContract {
  private final String prefix = UUID.randomUUID() + "/";

  /** The storage under test; other tests may have left objects in it. */
  abstract ObjectStore objects();

  @Test
  void whatIsPutIsReadWithItsMetadata() {
    byte[] bytes = {0, 1, (byte) 0xff, '\n'};
    String etag =
        put("a", NewObject.gzip(bytes, Map.of("sha256", "00ff")), new Condition.Always())
            .orElseThrow();
    StoredBytes read = objects().get(prefix + "a").orElseThrow();
    assertArrayEquals(bytes, read.bytes());
    assertEquals(Map.of("sha256", "00ff"), read.metadata());
    assertEquals(etag, read.etag());
    assertTrue(objects().exists(prefix + "a"));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertEquals(Optional.empty(), objects().get(prefix + "none"));
    assertFalse(objects().exists(prefix + "none"));
    assertEquals(List.of(), objects().list(prefix, "", 10));
    assertEquals(List.of(), objects().folders(prefix));
  }

  @Test
  void absentHoldsOnce() {
    assertTrue(put("a", text("1"), new Condition.Absent()).isPresent());
    assertEquals(Optional.empty(), put("a", text("2"), new Condition.Absent()));
    assertEquals("1", read("a"));
  }

  @Test
  void unchangedHoldsForTheVersionThatIsThere() {
    String first = put("a", text("1"), new Condition.Always()).orElseThrow();
    String second = put("a", text("2"), new Condition.Unchanged(first)).orElseThrow();
    assertNotEquals(first, second);
    assertEquals(Optional.empty(), put("a", text("3"), new Condition.Unchanged(first)));
    assertEquals("2", read("a"));
    assertEquals(Optional.empty(), put("gone", text("3"), new Condition.Unchanged(first)));
    assertFalse(objects().exists(prefix + "gone"));
  }

  @Test
  void ofManyWritersOverOneVersionOneWins() throws Exception {
    String first = put("a", text("0"), new Condition.Always()).orElseThrow();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Optional<String>>> writers =
          IntStream.rangeClosed(1, 8)
              .mapToObj(
                  n ->
                      threads.submit(() -> put("a", text("n" + n), new Condition.Unchanged(first))))
              .toList();
      int won = 0;
      for (Future<Optional<String>> writer : writers) {
        won += writer.get().isPresent() ? 1 : 0;
      }
      assertEquals(1, won);
    }
  }

  @Test
  void listsComeInOrderFromBehindAKey() {
    for (String name : List.of("b/2", "a/1", "c", "b/1", "b-1")) {
      put(name, text(""), new Condition.Always());
    }
    assertEquals(keys("a/1", "b-1", "b/1", "b/2", "c"), objects().list(prefix, "", 1000));
    assertEquals(keys("b/1", "b/2"), objects().list(prefix, prefix + "b-1", 2));
    assertEquals(keys("b/1", "b/2"), objects().list(prefix + "b/", "", 10));
    assertEquals(List.of(), objects().list(prefix, prefix + "c", 10));
  }

  @Test
  void foldersAreFullPrefixes() {
    for (String name : List.of("b/2/x", "a/1", "c", "b/1")) {
      put(name, text(""), new Condition.Always());
    }
    assertEquals(keys("a/", "b/"), objects().folders(prefix));
    assertEquals(keys("b/2/"), objects().folders(prefix + "b/"));
  }

  private Optional<String> put(String name, NewObject object, Condition condition) {
    return objects().put(prefix + name, object, condition);
  }

  private String read(String name) {
    return new String(
        objects().get(prefix + name).orElseThrow().bytes(), StandardCharsets.US_ASCII);
  }

  private List<String> keys(String... names) {
    return List.of(names).stream().map(prefix::concat).toList();
  }

  private static NewObject text(String text) {
    return NewObject.json(text.getBytes(StandardCharsets.US_ASCII));
  }
}
