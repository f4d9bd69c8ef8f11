package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a flight as the map needs it, from a row of the statements {@code airborne-flights} and
 * {@code in-the-air}. One whose airport nobody knows the place of cannot be drawn. The places
 * themselves stand beside the flights, each once: written with every flight they would be a seventh
 * of an answer that is sent every few seconds.
 */
final class FlightOnMap {
  private final Airports airports;

  /**
   * By the codes that rows have: the same few hundred airports are asked for thousands of times an
   * answer.
   */
  private final Map<String, Optional<Airfield>> airfields = new ConcurrentHashMap<>();

  FlightOnMap(Airports airports) {
    this.airports = airports;
  }

  /** Where it leaves from and goes to; nothing, and nothing written, where it cannot be drawn. */
  Optional<Ends> write(JsonGenerator out, ResultSet row) throws IOException, SQLException {
    Optional<Airfield> from = airfield(row.getString(Column.ORIGIN));
    Optional<Airfield> to = airfield(row.getString(Column.DESTINATION));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    Ends ends = new Ends(from.get(), to.get());
    write(out, row, ends);
    return Optional.of(ends);
  }

  private static void write(JsonGenerator out, ResultSet row, Ends ends)
      throws IOException, SQLException {
    String carrier = row.getString(Column.CARRIER);
    out.writeStartObject();
    out.writeStringField("id", row.getString(Column.ID));
    out.writeStringField(
        "flight", carrier + row.getInt(Column.NUMBER) + row.getString(Column.SUFFIX));
    out.writeStringField("carrier", carrier);
    out.writeStringField("from", ends.from().iata());
    out.writeStringField("to", ends.to().iata());
    out.writeNumberField("off", row.getLong(Column.OFF));
    out.writeNumberField("on", row.getLong(Column.ON));
    out.writeStringField("onBasis", row.getString(Column.ON_BASIS));
    text(out, "status", row.getString(Column.STATUS));
    long delay = row.getLong(Column.DELAY);
    if (!row.wasNull()) {
      out.writeNumberField("delayMinutes", delay);
    }
    text(out, "type", row.getString(Column.AIRCRAFT_TYPE));
    text(out, "registration", row.getString(Column.REGISTRATION));
    long seenAt = row.getLong(Column.SEEN_AT);
    if (!row.wasNull()) {
      out.writeNumberField("seenAt", seenAt);
    }
    out.writeEndObject();
  }

  private static void text(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  /** The columns of both statements, as they select them: by number is read faster than by name. */
  static final class Column {
    static final int ID = 1;
    private static final int CARRIER = 2;
    private static final int NUMBER = 3;
    private static final int SUFFIX = 4;
    private static final int ORIGIN = 5;
    private static final int DESTINATION = 6;
    private static final int STATUS = 7;
    private static final int AIRCRAFT_TYPE = 8;
    private static final int REGISTRATION = 9;
    private static final int OFF = 10;
    private static final int ON = 11;
    private static final int ON_BASIS = 12;
    private static final int DELAY = 13;
    private static final int SEEN_AT = 14;

    /** Of the map of now only. */
    static final int VERSION = 15;
  }

  /** Where a flight begins and ends. */
  record Ends(Airfield from, Airfield to) {
    /** Adds both to the places of an answer: longitude and latitude as it writes them, by code. */
    void into(Map<String, String> places) {
      places.put(from.iata(), from.place());
      places.put(to.iata(), to.place());
    }
  }

  /**
   * An airport of the map.
   *
   * @param place {@code [longitude,latitude]} in degrees, as JSON
   */
  private record Airfield(String iata, String place) {
    static Airfield of(Airport airport) {
      return new Airfield(airport.iata(), "[" + airport.lon() + "," + airport.lat() + "]");
    }
  }

  private Optional<Airfield> airfield(String code) {
    return airfields.computeIfAbsent(code, c -> airports.find(c).map(Airfield::of));
  }
}
