package io.offblock.postgres;

import io.offblock.postgres.TrainingSource.Simulated;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;

/**
 * Writes the flights of a window as the training extract: gzip of text, {@code
 * #offblock-extract,1}, the columns, one flight a line, {@code #end,<rows>}. Rows go from the
 * database to the file as they come; a window of two million flights needs no more memory than one
 * of ten.
 */
public final class TrainingExtract {
  private static final String HEAD =
      "#offblock-extract,1\n"
          + "id,carrier,number,origin,destination,registration,type,"
          + "scheduled_off,scheduled_on,actual_off,actual_on,cancelled,diverted\n";
  private static final Duration LONGEST = Duration.ofDays(800);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Where extracts are put, and where it stands when the sandbox was played. */
  interface Shelf {
    /** The times in which the sandbox was harvested. */
    List<Simulated> simulated();

    /** Puts a file under a key, whatever was there. */
    void put(String key, Path file);
  }

  /**
   * What is asked for: days, or days around today.
   *
   * @param from first day of scheduled departure, UTC; null where {@code back} tells
   * @param to last day, included; null where {@code ahead} tells
   * @param sources {@code bts}, {@code lufthansa}, or {@code sandbox} alone
   * @param key where the extract goes, under {@code training/}
   * @param back the first day is so many before today
   * @param ahead the last day is so many after today
   */
  public record Question(
      LocalDate from, LocalDate to, List<String> sources, String key, Integer back, Integer ahead) {

    private Question on(LocalDate today) {
      return new Question(
          back == null ? from : today.minusDays(back),
          ahead == null ? to : today.plusDays(ahead),
          sources,
          key,
          null,
          null);
    }
  }

  /**
   * What was written.
   *
   * @param key of the object
   * @param rows flights in it
   * @param bytes its size
   */
  public record Written(String key, long rows, long bytes) {}

  private final PostgresSession session;
  private final Shelf shelf;
  private final Path folder;
  private final InstantSource clock;

  /**
   * @param clock says which day is today
   * @param folder for the file until it is uploaded
   */
  TrainingExtract(PostgresSession session, Shelf shelf, Path folder, InstantSource clock) {
    this.session = Objects.requireNonNull(session);
    this.shelf = Objects.requireNonNull(shelf);
    this.folder = Objects.requireNonNull(folder);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * Writes the extract; the same question again replaces it.
   *
   * @throws IllegalArgumentException where the question can never be answered
   */
  Written run(Question question) {
    Question asked = question.on(clock.instant().atZone(ZoneOffset.UTC).toLocalDate());
    Set<TrainingSource> sources = TrainingSource.of(asked.sources());
    if (asked.from() == null
        || asked.to() == null
        || asked.to().isBefore(asked.from())
        || Duration.between(asked.from().atStartOfDay(), asked.to().atStartOfDay())
                .compareTo(LONGEST)
            > 0) {
      throw new IllegalArgumentException(
          "%s to %s is no window of training: two days, the first not after the last, at most %d days apart"
              .formatted(asked.from(), asked.to(), LONGEST.toDays()));
    }
    if (asked.key() == null
        || !asked.key().matches("training/(?!.*\\.\\.)[\\w.=-]+(/[\\w.=-]+)*")) {
      throw new IllegalArgumentException("an extract lies under training/, not at " + asked.key());
    }
    List<Simulated> simulated = shelf.simulated();
    String sql =
        Queries.named("extract")
            .replace("$from", moment(asked.from().atStartOfDay()))
            .replace("$until", moment(asked.to().plusDays(1).atStartOfDay()))
            .replace(
                "$sources",
                sources.stream()
                    .map(s -> "(" + s.condition(simulated) + ")")
                    .collect(Collectors.joining(" or ")));
    try {
      Path file = Files.createTempFile(folder, "extract", ".csv.gz");
      try {
        long rows = session.read("extracting", c -> write(c, sql, file));
        shelf.put(asked.key(), file);
        return new Written(asked.key(), rows, Files.size(file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moment(LocalDateTime time) {
    return UTC.format(time.toInstant(ZoneOffset.UTC));
  }

  private static long write(java.sql.Connection connection, String sql, Path file)
      throws java.sql.SQLException {
    try (Statement statement = connection.createStatement();
        OutputStream out =
            new GZIPOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), 1 << 16)) {
      statement.execute("set local statement_timeout = '10min'");
      out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
      Lines lines = new Lines(out);
      connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, lines);
      out.write(("#end," + lines.count + "\n").getBytes(StandardCharsets.US_ASCII));
      return lines.count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts the lines that pass. */
  private static final class Lines extends FilterOutputStream {
    private long count;

    private Lines(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int i = from; i < from + length; i++) {
        count += bytes[i] == '\n' ? 1 : 0;
      }
      out.write(bytes, from, length);
    }
  }
}
