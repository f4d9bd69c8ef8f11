package io.offblock.harvest.recording;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airports;
import io.offblock.aws.LoggedObject;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.Uploads;
import io.offblock.harvest.raw.PayloadVault;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Stores a zip of captured answers as raw payloads, as captured and without a shift in time. First
 * all of it is inspected, piece by piece, and only where nothing is wrong is anything stored;
 * storing again what is there changes nothing.
 */
public final class RecordingImport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_ANSWER = 8 << 20;
  private static final int WRITERS = 8;

  private final ObjectStore objects;
  private final PayloadVault vault;
  private final Airports airports;
  private final Uploads uploads;

  /**
   * A piece of the work.
   *
   * @param upload key of the zip under {@code imports/}
   * @param mode {@code inspect} or {@code load}
   * @param from first entry, in the order of names
   * @param max entries at most
   */
  public record Question(String upload, String mode, int from, int max) {}

  /**
   * What came of it.
   *
   * @param entries of the whole recording
   * @param next where to go on; null where all is done
   * @param stored new payloads
   * @param unchanged payloads that were there already
   * @param errors what is wrong with entries
   */
  public record Answer(
      int entries, Integer next, int stored, int unchanged, List<EntryError> errors) {}

  /** An entry and what is wrong with it. */
  public record EntryError(String entry, String error) {}

  /**
   * @param work where the zip may lie while it is read
   */
  public RecordingImport(ObjectStore objects, PayloadVault vault, Airports airports, Path work) {
    this.objects = Objects.requireNonNull(objects);
    this.vault = Objects.requireNonNull(vault);
    this.airports = Objects.requireNonNull(airports);
    uploads = new Uploads(objects, "zip", work);
  }

  /** Never throws for what is wrong with the recording: that stands in the answer's errors. */
  public Answer run(Question question) throws IOException {
    Optional<Path> file = uploads.fetch(String.valueOf(question.upload()));
    if (file.isEmpty()) {
      return broken(question.upload(), "there is no such upload");
    }
    boolean load = "load".equals(question.mode());
    if (!load && !"inspect".equals(question.mode())) {
      return broken(question.upload(), "the mode is inspect or load, not " + question.mode());
    }
    try (ZipFile zip = new ZipFile(file.get().toFile())) {
      List<ZipEntry> entries =
          zip.stream()
              .filter(e -> !e.isDirectory())
              .<ZipEntry>map(e -> e)
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      if (entries.isEmpty()) {
        return broken(question.upload(), "the zip is empty");
      }
      int from = Math.clamp(question.from(), 0, entries.size());
      int to = Math.min(entries.size(), from + Math.max(1, question.max()));
      return piece(zip, entries, from, to, load);
    } catch (java.util.zip.ZipException e) {
      return broken(question.upload(), "this is no readable zip: " + e.getMessage());
    }
  }

  private Answer piece(ZipFile zip, List<ZipEntry> entries, int from, int to, boolean load) {
    List<Future<Entry>> work = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (ZipEntry entry : entries.subList(from, to)) {
        work.add(writers.submit(() -> entry(zip, entry, load)));
      }
      int stored = 0;
      int unchanged = 0;
      List<EntryError> errors = new ArrayList<>();
      for (Future<Entry> one : work) {
        switch (one.get()) {
          case Entry.Good good -> {
            stored += good.stored() ? 1 : 0;
            unchanged += good.stored() ? 0 : 1;
          }
          case Entry.Bad bad -> errors.add(new EntryError(bad.name(), bad.error()));
        }
      }
      Integer next = to < entries.size() ? to : null;
      return new Answer(entries.size(), next, load ? stored : 0, load ? unchanged : 0, errors);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("an entry could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while importing", e);
    }
  }

  private sealed interface Entry {
    record Good(boolean stored) implements Entry {}

    record Bad(String name, String error) implements Entry {}
  }

  private Entry entry(ZipFile zip, ZipEntry entry, boolean load) throws IOException {
    Optional<RecordedEntry> recorded = RecordedEntry.of(entry.getName(), airports);
    if (recorded.isEmpty()) {
      return new Entry.Bad(
          entry.getName(), "the name is no request of operations/ or mds-references/");
    }
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes(LARGEST_ANSWER + 1);
    } catch (java.util.zip.ZipException e) {
      return new Entry.Bad(entry.getName(), "it cannot be unpacked: " + e.getMessage());
    }
    if (bytes.length > LARGEST_ANSWER) {
      return new Entry.Bad(
          entry.getName(), "it is larger than any answer, over " + LARGEST_ANSWER + " bytes");
    }
    try {
      if (JSON.readTree(bytes) == null || !JSON.readTree(bytes).isObject()) {
        return new Entry.Bad(entry.getName(), "it is no JSON object");
      }
    } catch (JacksonException e) {
      return new Entry.Bad(entry.getName(), "it is no JSON: " + e.getOriginalMessage());
    }
    return new Entry.Good(load && store(recorded.get(), entry, bytes));
  }

  private boolean store(RecordedEntry recorded, ZipEntry entry, byte[] bytes) {
    Instant fetchedAt =
        recorded.fetchedAt(
            Optional.ofNullable(entry.getLastModifiedTime()).map(t -> t.toInstant()));
    String sha256 = sha256(bytes);
    PayloadKey key = PayloadKey.of("lufthansa", recorded.request(), fetchedAt, sha256);
    Payload payload =
        new Payload(key, key.fetchedAt(), sha256, recorded.request(), recorded.hint(), bytes);
    return LoggedObject.during(key.objectKey(), () -> store(payload));
  }

  private boolean store(Payload payload) {
    if (objects.exists(payload.key().objectKey())) {
      return false;
    }
    vault.put(payload, 200);
    return true;
  }

  private static Answer broken(String upload, String error) {
    return new Answer(0, null, 0, 0, List.of(new EntryError(String.valueOf(upload), error)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
