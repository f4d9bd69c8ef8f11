package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of the table {@code flight}.
 *
 * @param flight as read back from its columns
 * @param revision how often it was written
 */
record FlightRow(Flight flight, long revision) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  /** A flight that the table does not have yet. */
  static FlightRow absent(Flight flight) {
    return new FlightRow(flight, 0);
  }

  /** The row that the cursor stands on. */
  static FlightRow read(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    Map<String, Object> facts = HashMap.newHashMap(2 * columns.getColumnCount());
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      Object value =
          switch (columns.getColumnTypeName(i)) {
            case "timestamptz" -> instant(row, i);
            case "timestamp" -> local(row, i);
            case "_text" ->
                row.getArray(i) == null ? null : List.of((Object[]) row.getArray(i).getArray());
            default -> row.getObject(i);
          };
      if (value != null) {
        facts.put(columns.getColumnName(i), value);
      }
    }
    return new FlightRow(FlightFacts.read(facts), row.getLong("revision"));
  }

  /**
   * Rows as one JSON array whose fields are named as the columns, for {@code
   * jsonb_populate_recordset}.
   */
  static String json(List<FlightRow> rows) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartArray();
      for (FlightRow row : rows) {
        out.writeStartObject();
        out.writeNumberField("revision", row.revision());
        out.writeStringField("state", row.flight().state().name());
        write(out, FlightFacts.write(row.flight()));
        out.writeEndObject();
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Facts as fields; moments in full, so that none is rounded. */
  static void write(JsonGenerator out, Map<String, Object> facts) throws IOException {
    for (Map.Entry<String, Object> fact : facts.entrySet()) {
      out.writeFieldName(fact.getKey());
      switch (fact.getValue()) {
        case Integer number -> out.writeNumber(number);
        case Instant moment -> out.writeString(moment.toString());
        case List<?> list -> {
          out.writeStartArray();
          for (Object item : list) {
            out.writeString(item.toString());
          }
          out.writeEndArray();
        }
        default -> out.writeString(fact.getValue().toString());
      }
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static String local(ResultSet row, int column) throws SQLException {
    LocalDateTime value = row.getObject(column, LocalDateTime.class);
    return value == null ? null : LOCAL.format(value);
  }
}
