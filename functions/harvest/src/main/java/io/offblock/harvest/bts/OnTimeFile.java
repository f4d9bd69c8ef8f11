package io.offblock.harvest.bts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.offblock.bts.OnTimeSheet;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A file as the bureau hands it out: CSV, plain or in gzip or zip, told apart by its first bytes.
 * Of a zip the first entry that ends in {@code .csv} is read; the others are the bureau's notes.
 */
public final class OnTimeFile {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  /** What is wrong with a file, for the person who gave it. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String what) {
      super(what);
    }
  }

  private OnTimeFile() {}

  /**
   * Hands over every row in the file's order.
   *
   * @throws Unreadable where it is no on-time file; rows before the place at fault were handed over
   */
  public static void read(Path file, BiConsumer<OnTimeSheet, List<String>> each)
      throws IOException, Unreadable {
    try (InputStream in = content(file);
        MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(in)) {
      if (!rows.hasNext()) {
        throw new Unreadable("the file is empty");
      }
      OnTimeSheet sheet = sheet(rows.next());
      while (rows.hasNext()) {
        each.accept(sheet, trimmed(rows.next()));
      }
    } catch (RuntimeJsonMappingException | JacksonException e) {
      throw cause(e) instanceof IOException io && !(io instanceof JacksonException)
          ? unpacked(io)
          : new Unreadable(
              "this is no CSV: " + cause(e).getMessage().lines().findFirst().orElse(""));
    } catch (ZipException | EOFException e) {
      throw unpacked(e);
    }
  }

  private static Unreadable unpacked(IOException e) {
    return new Unreadable("it cannot be unpacked: " + e.getMessage());
  }

  private static Throwable cause(Throwable e) {
    return e.getCause() == null ? e : cause(e.getCause());
  }

  private static OnTimeSheet sheet(String[] header) throws Unreadable {
    try {
      return new OnTimeSheet(trimmed(header));
    } catch (IllegalArgumentException e) {
      throw new Unreadable("this is no on-time file of the bureau: " + e.getMessage());
    }
  }

  /** The bureau's own lines end with a comma: no cell. */
  private static List<String> trimmed(String[] cells) {
    int end = cells.length;
    if (end > 0 && cells[end - 1].isEmpty()) {
      end--;
    }
    return List.of(cells).subList(0, end);
  }

  private static InputStream content(Path file) throws IOException, Unreadable {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(4);
    byte[] first = in.readNBytes(4);
    in.reset();
    if (first.length >= 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b) {
      return new GZIPInputStream(in, 1 << 16);
    }
    if (first.length == 4 && first[0] == 'P' && first[1] == 'K') {
      ZipInputStream zip = new ZipInputStream(in);
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        if (e.getName().toLowerCase(java.util.Locale.ROOT).endsWith(".csv")) {
          return zip;
        }
      }
      zip.close();
      throw new Unreadable("the zip holds no .csv");
    }
    return in;
  }
}
