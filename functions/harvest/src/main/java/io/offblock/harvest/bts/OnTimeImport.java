package io.offblock.harvest.bts;

import io.offblock.airport.Airports;
import io.offblock.aws.LoggedObject;
import io.offblock.bts.OnTimeParser;
import io.offblock.bts.OnTimeSheet;
import io.offblock.bts.OnTimeSheet.Part;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.Uploads;
import io.offblock.harvest.raw.PayloadVault;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores an uploaded on-time file as raw payloads of one carrier and day each; from there on they
 * go the way of every payload. First the file is inspected as a whole, and only a readable one is
 * stored, a few days at a time. Storing again what is there changes nothing.
 */
public final class OnTimeImport {
  private static final int WRITERS = 8;
  private static final int SHOWN = 20;
  private static final int PAGE = 1000;

  private final ObjectStore objects;
  private final PayloadVault vault;
  private final OnTimeParser parser;
  private final InstantSource clock;
  private final Uploads uploads;
  private Contents read;

  /** A file's rows, and its days in order. */
  private record Contents(Path file, long rows, List<String> days) {}

  /**
   * A piece of the work.
   *
   * @param upload key of the file under {@code imports/}
   * @param mode {@code inspect} or {@code load}
   * @param from first day, counted in the order of days
   * @param max days at most
   */
  public record Question(String upload, String mode, int from, int max) {}

  /**
   * What came of it.
   *
   * @param days of the whole file
   * @param next day to go on with; null where all is done
   * @param rows of this piece, each of them a flight or rejected
   * @param flights among them
   * @param rejected rows of which no flight can be made; they stay in their payloads
   * @param reasons of the first rejected rows
   * @param stored new payloads
   * @param unchanged payloads that were there already
   * @param error what is wrong with the file; null where nothing is
   */
  public record Answer(
      int days,
      Integer next,
      long rows,
      long flights,
      long rejected,
      List<String> reasons,
      int stored,
      int unchanged,
      String error) {
    static Answer refused(String error) {
      return new Answer(0, null, 0, 0, 0, List.of(), 0, 0, error);
    }
  }

  /** A payload's rows and what came of storing them. */
  private record Stored(ParsedPayload parsed, Part part, boolean isNew) {}

  /**
   * @param work where the file may lie while it is read
   */
  public OnTimeImport(
      ObjectStore objects, PayloadVault vault, Airports airports, InstantSource clock, Path work) {
    this.objects = Objects.requireNonNull(objects);
    this.vault = Objects.requireNonNull(vault);
    this.parser = new OnTimeParser(airports);
    this.clock = Objects.requireNonNull(clock);
    uploads = new Uploads(objects, "bts", work);
  }

  /** Never throws for what is wrong with the file: that stands in the answer. */
  public Answer run(Question question) throws IOException {
    boolean load = "load".equals(question.mode());
    if (!load && !"inspect".equals(question.mode())) {
      return Answer.refused("the mode is inspect or load, not " + question.mode());
    }
    Optional<Path> file = uploads.fetch(String.valueOf(question.upload()));
    if (file.isEmpty()) {
      return Answer.refused("there is no such upload");
    }
    try {
      Contents contents = contents(file.get());
      if (!load) {
        return new Answer(
            contents.days().size(), null, contents.rows(), 0, 0, List.of(), 0, 0, null);
      }
      List<String> all = contents.days();
      int from = Math.clamp(question.from(), 0, all.size());
      int to = Math.min(all.size(), from + Math.max(1, question.max()));
      return store(file.get(), all.subList(from, to), all.size(), to < all.size() ? to : null);
    } catch (OnTimeFile.Unreadable e) {
      return Answer.refused(e.getMessage());
    }
  }

  /** What a file holds, read once in this environment's life: files are named by their digest. */
  private Contents contents(Path file) throws IOException, OnTimeFile.Unreadable {
    if (read == null || !read.file().equals(file)) {
      long[] rows = {0};
      TreeSet<String> days = new TreeSet<>();
      OnTimeFile.read(
          file,
          (sheet, cells) -> {
            rows[0]++;
            days.add(sheet.part(cells).day());
          });
      read = new Contents(file, rows[0], List.copyOf(days));
    }
    return read;
  }

  private Answer store(Path file, List<String> wanted, int days, Integer next)
      throws IOException, OnTimeFile.Unreadable {
    Map<Part, List<List<String>>> parts = new TreeMap<>();
    OnTimeSheet[] sheet = new OnTimeSheet[1];
    OnTimeFile.read(
        file,
        (columns, cells) -> {
          sheet[0] = columns;
          Part part = columns.part(cells);
          if (wanted.contains(part.day())) {
            parts.computeIfAbsent(part, p -> new ArrayList<>()).add(cells);
          }
        });
    long rows = 0;
    long flights = 0;
    List<String> reasons = new ArrayList<>();
    int stored = 0;
    for (Stored one : store(sheet[0], parts)) {
      flights += one.parsed().reports().size();
      rows += one.parsed().reports().size() + one.parsed().rejected().size();
      one.parsed()
          .rejected()
          .forEach(r -> reasons.add(one.part().request() + r.place() + ": " + r.reason()));
      stored += one.isNew() ? 1 : 0;
    }
    return new Answer(
        days,
        next,
        rows,
        flights,
        reasons.size(),
        List.copyOf(reasons.subList(0, Math.min(SHOWN, reasons.size()))),
        stored,
        parts.size() - stored,
        null);
  }

  private List<Stored> store(OnTimeSheet sheet, Map<Part, List<List<String>>> parts) {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<Stored>> work = new ArrayList<>();
      parts.forEach((part, rows) -> work.add(writers.submit(() -> store(sheet, part, rows))));
      List<Stored> stored = new ArrayList<>();
      for (Future<Stored> one : work) {
        stored.add(one.get());
      }
      return stored;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("a day could not be stored", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while importing", e);
    }
  }

  private Stored store(OnTimeSheet sheet, Part part, List<List<String>> rows) {
    byte[] bytes = sheet.payload(rows);
    String sha256 = sha256(bytes);
    PayloadKey key = PayloadKey.of(OnTimeParser.PROVIDER, part.request(), clock.instant(), sha256);
    Payload payload =
        new Payload(key, key.fetchedAt(), sha256, part.request(), OnTimeParser.HINT, bytes);
    return LoggedObject.during(key.objectKey(), () -> store(part, payload));
  }

  private Stored store(Part part, Payload payload) {
    ParsedPayload parsed = parser.parse(payload);
    if (known(part, payload.key().digest())) {
      return new Stored(parsed, part, false);
    }
    vault.put(payload, 200);
    return new Stored(parsed, part, true);
  }

  /** Whether these very rows were stored before, at whatever moment. */
  private boolean known(Part part, String digest) {
    return objects
        .list("raw/" + OnTimeParser.PROVIDER + '/' + part.request() + '/', "", PAGE)
        .stream()
        .flatMap(key -> PayloadKey.parse(key).stream())
        .anyMatch(key -> key.digest().equals(digest));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
