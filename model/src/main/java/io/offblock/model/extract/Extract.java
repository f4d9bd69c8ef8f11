package io.offblock.model.extract;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The training extract: gzip of text. Line 1 is {@code #offblock-extract,1}, the schema's version;
 * line 2 the column names; then one flight a line, cells split by commas, blank where absent, times
 * {@code 2008-01-01T08:10Z}, flags 0 or 1. No cell holds a comma, a quote or a line break. The last
 * line is {@code #end,<rows>}: a file cut short is told from a whole one. Any order of rows.
 */
public final class Extract {
  /** Version of the columns. A reader takes no other. */
  public static final int SCHEMA = 1;

  /** The columns, in order. */
  public static final String COLUMNS =
      "id,carrier,number,origin,destination,registration,type,"
          + "scheduled_off,scheduled_on,actual_off,actual_on,cancelled,diverted";

  private static final String MARK = "#offblock-extract,";
  private static final String END = "#end,";
  private static final int CELLS = 13;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private Extract() {}

  /** Writes row after row. Closing it completes the file; without that it is unreadable. */
  public static final class Writer implements Closeable {
    private final BufferedWriter out;
    private final StringBuilder line = new StringBuilder(160);
    private long rows;

    /** Begins an extract; closing this closes the stream. */
    public Writer(OutputStream stream) throws IOException {
      out =
          new BufferedWriter(
              new OutputStreamWriter(new GZIPOutputStream(stream, 1 << 16), StandardCharsets.UTF_8),
              1 << 16);
      out.write(MARK + SCHEMA + '\n' + COLUMNS + '\n');
    }

    /** Appends a flight. */
    public void write(HistoricFlight f) throws IOException {
      line.setLength(0);
      text(f.id());
      text(f.carrier());
      text(f.number());
      text(f.origin());
      text(f.destination());
      text(f.registration().orElse(""));
      text(f.type().orElse(""));
      time(Optional.of(f.scheduledOff()));
      time(f.scheduledOn());
      time(f.actualOff());
      time(f.actualOn());
      line.append(f.cancelled() ? "1," : "0,").append(f.diverted() ? "1\n" : "0\n");
      out.append(line);
      rows++;
    }

    private void text(String cell) {
      for (int i = 0; i < cell.length(); i++) {
        char c = cell.charAt(i);
        if (c == ',' || c == '"' || c < ' ') {
          throw new IllegalArgumentException("a cell of an extract cannot hold this: " + cell);
        }
      }
      line.append(cell).append(',');
    }

    private void time(Optional<Instant> time) {
      time.ifPresent(t -> MINUTE.formatTo(t, line));
      line.append(',');
    }

    @Override
    public void close() throws IOException {
      try (out) {
        out.write(END + rows + '\n');
      }
    }
  }

  /**
   * Hands over every flight in the file's order.
   *
   * @return how many there were
   * @throws UnreadableExtract where it is none, of another schema or cut short; rows before the
   *     place at fault were handed over
   */
  public static long read(InputStream stream, Consumer<HistoricFlight> each) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(stream, 1 << 16), StandardCharsets.UTF_8),
            1 << 16)) {
      head(in);
      long rows = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(END)) {
          if (!line.equals(END + rows)) {
            throw new UnreadableExtract("its end tells %s, %d were read".formatted(line, rows));
          }
          if (in.readLine() != null) {
            throw new UnreadableExtract("it goes on after its end line");
          }
          return rows;
        }
        each.accept(flight(line, rows + 3));
        rows++;
      }
      throw new UnreadableExtract("it ends after %d rows without its end line".formatted(rows));
    } catch (EOFException | ZipException e) {
      throw new UnreadableExtract("it cannot be unpacked: " + e.getMessage());
    }
  }

  private static void head(BufferedReader in) throws IOException {
    String mark = String.valueOf(in.readLine());
    if (!mark.startsWith(MARK)) {
      throw new UnreadableExtract("it does not begin with " + MARK + SCHEMA);
    }
    if (!mark.equals(MARK + SCHEMA)) {
      throw new UnreadableExtract(
          "it is of schema %s and this reads schema %d: extract again"
              .formatted(mark.substring(MARK.length()), SCHEMA));
    }
    if (!COLUMNS.equals(in.readLine())) {
      throw new UnreadableExtract("its columns are not " + COLUMNS);
    }
  }

  private static HistoricFlight flight(String line, long at) throws UnreadableExtract {
    String[] c = line.split(",", -1);
    if (c.length != CELLS) {
      throw new UnreadableExtract("line %d has %d cells, not %d".formatted(at, c.length, CELLS));
    }
    try {
      return new HistoricFlight(
          c[0],
          c[1],
          c[2],
          c[3],
          c[4],
          c[5].isEmpty() ? Optional.empty() : Optional.of(c[5]),
          c[6].isEmpty() ? Optional.empty() : Optional.of(c[6]),
          moment(c[7]).orElseThrow(() -> new IllegalArgumentException("scheduled_off is blank")),
          moment(c[8]),
          moment(c[9]),
          moment(c[10]),
          flag(c[11]),
          flag(c[12]));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new UnreadableExtract("line %d: %s".formatted(at, e.getMessage()));
    }
  }

  private static boolean flag(String cell) {
    return switch (cell) {
      case "0" -> false;
      case "1" -> true;
      default -> throw new IllegalArgumentException("a flag is 0 or 1, not " + cell);
    };
  }

  private static Optional<Instant> moment(String cell) {
    return cell.isEmpty()
        ? Optional.empty()
        : Optional.of(LocalDateTime.parse(cell, MINUTE).toInstant(ZoneOffset.UTC));
  }
}
