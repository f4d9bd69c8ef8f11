package io.offblock.model.extract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.offblock.airport.Airports;
import io.offblock.bts.OnTimeContent;
import io.offblock.bts.OnTimeSheet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Rows of the training extract straight from on-time files of the US bureau, as it hands them out:
 * CSV, plain, in gzip or in zip. What a row means is decided where imported rows are read too, so
 * both ways give the same flights.
 */
public final class OnTimeExtract {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private OnTimeExtract() {}

  /**
   * Hands over every flight of a file in its order.
   *
   * @param airports their zones turn local times into moments
   * @return how many rows were passed over because no flight can be made of them
   * @throws UnreadableExtract where it is no on-time file
   */
  public static long read(Path file, Airports airports, Consumer<HistoricFlight> each)
      throws IOException {
    long passed = 0;
    try (InputStream in = OnTimeContent.open(file);
        MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(in)) {
      if (!rows.hasNext()) {
        throw new UnreadableExtract(file + " is empty");
      }
      OnTimeSheet sheet = new OnTimeSheet(trimmed(rows.next()));
      while (rows.hasNext()) {
        Optional<HistoricFlight> flight =
            sheet.flight(trimmed(rows.next()), airports).flatMap(HistoricFlight::of);
        flight.ifPresent(each);
        passed += flight.isPresent() ? 0 : 1;
      }
    } catch (RuntimeJsonMappingException
        | JacksonException
        | IllegalArgumentException
        | ZipException e) {
      throw new UnreadableExtract(file + " is no on-time file of the bureau: " + e.getMessage());
    }
    return passed;
  }

  /** The bureau's own lines end with a comma: no cell. */
  private static List<String> trimmed(String[] cells) {
    int end = cells.length > 0 && cells[cells.length - 1].isEmpty() ? 1 : 0;
    return Arrays.asList(cells).subList(0, cells.length - end);
  }
}
