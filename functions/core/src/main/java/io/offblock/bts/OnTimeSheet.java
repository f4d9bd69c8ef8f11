package io.offblock.bts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.airport.Airports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of the bureau, to be cut into payloads of one day and carrier each. Cells go into the
 * payload as they stand in the file; only the cut depends on what they say.
 */
public final class OnTimeSheet {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> columns;
  private final Map<OnTimeColumn, Integer> places;

  /**
   * What one payload holds.
   *
   * @param day ISO date, or {@code unreadable} where a row does not say its day and carrier: such
   *     rows are kept together, and the parser says what is wrong with each
   * @param carrier letters and digits
   */
  public record Part(String day, String carrier) implements Comparable<Part> {
    static final Part UNREADABLE = new Part("unreadable", "ZZ");

    /** Path in the payload's key, and its request. */
    public String request() {
      return "ontime/" + carrier + '/' + day;
    }

    @Override
    public int compareTo(Part other) {
      return request().compareTo(other.request());
    }
  }

  /**
   * @param columns the file's header
   * @throws IllegalArgumentException where it is no on-time file's; the message names what is
   *     missing
   */
  public OnTimeSheet(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.places = OnTimeColumn.places(columns);
  }

  /** The payload that a row belongs to. */
  public Part part(List<String> cells) {
    OnTimeRow row = new OnTimeRow(places, cells);
    try {
      String carrier = row.carrier();
      return carrier.matches("[A-Z0-9]{2,3}")
          ? new Part(row.date().toString(), carrier)
          : Part.UNREADABLE;
    } catch (UnreadableRow e) {
      return Part.UNREADABLE;
    }
  }

  /**
   * The flight of a row, read as {@link OnTimeParser} reads it; empty where no flight can be made
   * of it. For who reads a whole file and keeps no payloads.
   */
  public Optional<OnTimeFlight> flight(List<String> cells, Airports airports) {
    try {
      return Optional.of(OnTimeFlight.of(new OnTimeRow(places, cells), airports));
    } catch (UnreadableRow e) {
      return Optional.empty();
    }
  }

  /** The payload of these rows, as {@link OnTimeParser} reads it. */
  public byte[] payload(List<List<String>> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeFieldName("columns");
      write(out, columns);
      out.writeArrayFieldStart("rows");
      for (List<String> row : rows) {
        out.writeRaw('\n');
        write(out, row);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, List<String> cells) throws IOException {
    out.writeStartArray();
    for (String cell : cells) {
      out.writeString(cell);
    }
    out.writeEndArray();
  }
}
