package io.offblock.harvest.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final String FIRST = "imports/" + "ab".repeat(32) + ".zip";
  private static final String SECOND = "imports/" + "cd".repeat(32) + ".zip";

  @TempDir private Path work;
  private final MemoryObjects objects = new MemoryObjects();

  private void upload(String key, int filler) {
    byte[] bytes = {(byte) filler};
    objects.put(key, new NewObject(bytes, "application/zip", Map.of()), new Condition.Always());
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anUploadMakesRoomForTheNext() throws IOException {
    upload(FIRST, 1);
    upload(SECOND, 2);
    Uploads uploads = new Uploads(objects, "zip", work);
    Path first = uploads.fetch(FIRST).orElseThrow();
    assertEquals(Optional.of(first), uploads.fetch(FIRST));
    Path second = uploads.fetch(SECOND).orElseThrow();
    assertArrayEquals(new byte[] {2}, Files.readAllBytes(second));
    assertEquals(List.of(second.getFileName().toString()), left());
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(uploads.fetch(FIRST).orElseThrow()));
  }

  @Test
  void anUploadIsFetchedOnce() throws IOException {
    upload(FIRST, 1);
    Uploads uploads = new Uploads(objects, "zip", work);
    uploads.fetch(FIRST);
    upload(FIRST, 3);
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(uploads.fetch(FIRST).orElseThrow()));
  }

  @Test
  void whatIsNoUploadLeavesNothing() throws IOException {
    Uploads uploads = new Uploads(objects, "zip", work);
    assertEquals(Optional.empty(), uploads.fetch(FIRST));
    assertEquals(Optional.empty(), uploads.fetch("imports/../" + "ab".repeat(32) + ".zip"));
    assertEquals(Optional.empty(), uploads.fetch(FIRST.replace(".zip", ".bts")));
    assertEquals(List.of(), left());
  }
}
