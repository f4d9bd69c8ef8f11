package io.offblock.postgres;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
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
  static final List<String> COLUMNS =
      List.of(
          "id",
          "revision",
          "state",
          "carrier",
          "number",
          "suffix",
          "origin",
          "destination",
          "scheduled_departure",
          "operation_at",
          "operation_sha256",
          "operation_payload",
          "departure_scheduled_local",
          "departure_scheduled_utc",
          "departure_estimated_local",
          "departure_estimated_utc",
          "departure_actual_local",
          "departure_actual_utc",
          "departure_terminal",
          "departure_gate",
          "departure_status",
          "arrival_scheduled_local",
          "arrival_scheduled_utc",
          "arrival_estimated_local",
          "arrival_estimated_utc",
          "arrival_actual_local",
          "arrival_actual_utc",
          "arrival_terminal",
          "arrival_gate",
          "arrival_status",
          "status",
          "aircraft_type",
          "airframe_at",
          "airframe_sha256",
          "airframe_payload",
          "registration",
          "service_type",
          "codeshares_at",
          "codeshares_sha256",
          "codeshares_payload",
          "codeshares",
          "plan_at",
          "plan_sha256",
          "plan_payload",
          "plan_departure_scheduled_local",
          "plan_departure_scheduled_utc",
          "plan_departure_estimated_local",
          "plan_departure_estimated_utc",
          "plan_departure_actual_local",
          "plan_departure_actual_utc",
          "plan_departure_terminal",
          "plan_departure_gate",
          "plan_departure_status",
          "plan_arrival_scheduled_local",
          "plan_arrival_scheduled_utc",
          "plan_arrival_estimated_local",
          "plan_arrival_estimated_utc",
          "plan_arrival_actual_local",
          "plan_arrival_actual_utc",
          "plan_arrival_terminal",
          "plan_arrival_gate",
          "plan_arrival_status",
          "plan_aircraft_type");

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

  /** Rows for the table {@code flight_news}, their cells in the order of {@link #COLUMNS}. */
  static byte[] copied(List<FlightRow> rows) {
    CopyRows text = new CopyRows();
    for (FlightRow row : rows) {
      Map<String, Object> facts = FlightFacts.write(row.flight());
      facts.put("revision", row.revision());
      facts.put("state", row.flight().state().name());
      COLUMNS.forEach(column -> text.cell(facts.get(column)));
      text.end();
    }
    return text.bytes();
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
