package io.offblock.harvest.recording;

import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.StoredBytes;
import io.offblock.harvest.raw.PayloadVault;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Takes a recording in as raw payloads, as captured and at the moments they were captured. The same recording taken in twice
 * stores nothing the second time.
 */
public final class RecordingImport {
  private static final int AT_ONCE = 8;
  private static final int MOST_ERRORS = 50;
  private static final int CHUNK = 400;

  private final ObjectStore objects;
  private final PayloadVault vault;
  private final Function<String, Optional<ZoneId>> zones;
  private final Timeline timeline;

  /**
   * What to do.
   *
   * @param upload key of the zip: {@code imports/<sha256>.zip}
   * @param mode {@code inspect} looks at entries, {@code load} stores them
   * @param from the first entry, by name; null for 0
   * @param max how many at most; null for all
   */
  public record Wish(String upload, String mode, Integer from, Integer max) {}

  /**
   * What was done.
   *
   * @param entries in the whole recording
   * @param next the entry to go on with; null where none is left
   * @param stored new payloads
   * @param unchanged payloads that were there already
   * @param errors the first entries that cannot be taken in
   */
  public record Done(int entries, Integer next, int stored, int unchanged, List<Problem> errors) {}

  /** An entry and what is wrong with it; the entry is empty where it is the whole file. */
  public record Problem(String entry, String reason) {}

  public RecordingImport(
      ObjectStore objects,
      PayloadVault vault,
      Function<String, Optional<ZoneId>> zones,
      Timeline timeline) {
    this.objects = objects;
    this.vault = vault;
    this.zones = zones;
    this.timeline = timeline;
  }

  /**
   * Looks at or stores entries until all asked for are done or the time is over.
   *
   * @throws IllegalArgumentException where the wish is none
   */
  public Done run(Wish wish, Instant stopAt) {
    if (wish.upload() == null || !wish.upload().matches("imports/[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("upload is no key under imports/: " + wish.upload());
    }
    if (!"inspect".equals(wish.mode()) && !"load".equals(wish.mode())) {
      throw new IllegalArgumentException("mode is inspect or load, not " + wish.mode());
    }
    Optional<StoredBytes> upload = objects.get(wish.upload());
    if (upload.isEmpty()) {
      return failed(wish.upload() + " is not in storage; upload it first");
    }
    Path file = null;
    try {
      file = Files.createTempFile("recording", ".zip");
      Files.write(file, upload.get().bytes());
      try (RecordingFile recording = new RecordingFile(file, zones)) {
        return entries(recording, wish, stopAt);
      }
    } catch (UnreadableEntry e) {
      return failed(e.entry().isEmpty() ? e.getMessage() : e.entry() + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  private Done entries(RecordingFile recording, Wish wish, Instant stopAt) {
    int from = wish.from() == null ? 0 : Math.max(0, wish.from());
    long last = wish.max() == null ? recording.size() : Math.min(recording.size(), (long) from + wish.max());
    Instant undated = recording.newest();
    AtomicInteger stored = new AtomicInteger();
    AtomicInteger unchanged = new AtomicInteger();
    Queue<Problem> errors = new ConcurrentLinkedQueue<>();
    int next = from;
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      while (next < last && (next == from || timeline.now().isBefore(stopAt))) {
        int until = (int) Math.min(last, next + CHUNK);
        List<CompletableFuture<Void>> doing =
            IntStream.range(next, until)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(
                            () -> one(recording, i, undated, wish.mode(), stored, unchanged, errors),
                            threads))
                .toList();
        doing.forEach(CompletableFuture::join);
        next = until;
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreUnavailable away ? away : e;
    }
    return new Done(
        recording.size(),
        next < recording.size() ? next : null,
        stored.get(),
        unchanged.get(),
        errors.stream().limit(MOST_ERRORS).toList());
  }

  private void one(
      RecordingFile recording,
      int index,
      Instant undated,
      String mode,
      AtomicInteger stored,
      AtomicInteger unchanged,
      Queue<Problem> errors) {
    try {
      RecordingFile.Answer answer = recording.read(index, undated);
      if (mode.equals("load")) {
        (store(answer) ? stored : unchanged).incrementAndGet();
      }
    } catch (UnreadableEntry e) {
      errors.add(new Problem(e.entry(), e.getMessage()));
    }
  }

  private boolean store(RecordingFile.Answer answer) {
    String sha256 = sha256(answer.bytes());
    PayloadKey key = PayloadKey.of("lufthansa", answer.request(), answer.moment(), sha256);
    if (objects.exists(key.objectKey())) {
      return false;
    }
    vault.put(
        new Payload(
            key,
            key.fetchedAt(),
            sha256,
            answer.request(),
            Request.hint(answer.request()).orElseThrow(),
            answer.bytes()),
        200);
    return true;
  }

  private static Done failed(String reason) {
    return new Done(0, null, 0, 0, List.of(new Problem("", reason)));
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
