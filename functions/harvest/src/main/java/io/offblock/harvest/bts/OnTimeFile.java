package io.offblock.harvest.bts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.offblock.bts.OnTimeContent;
import io.offblock.bts.OnTimeSheet;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.ZipException;

/**
 * The rows of a file as the bureau hands it out, with words for the person who gave one that is
 * none.
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
    try (InputStream in = OnTimeContent.open(file);
        MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(in)) {
      if (!rows.hasNext()) {
        throw new Unreadable("the file is empty");
      }
      OnTimeSheet sheet = sheet(rows.next());
      while (rows.hasNext()) {
        each.accept(sheet, trimmed(rows.next()));
      }
    } catch (RuntimeJsonMappingException | JacksonException e) {
      throw switch (cause(e)) {
        case JacksonException broken ->
            new Unreadable("this is no CSV: " + broken.getMessage().lines().findFirst().orElse(""));
        case CharConversionException garbled -> garbled(garbled);
        case IOException torn -> unpacked(torn);
        case Throwable other -> new Unreadable("this is no CSV: " + other.getMessage());
      };
    } catch (CharConversionException e) {
      throw garbled(e);
    } catch (ZipException | EOFException e) {
      throw unpacked(e);
    }
  }

  private static Unreadable garbled(CharConversionException e) {
    return new Unreadable("it is no UTF-8 text: " + e.getMessage());
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
}
