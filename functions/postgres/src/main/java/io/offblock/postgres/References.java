package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reference data: the newest version of an item replaces the older one whole. */
final class References {
  private References() {}

  static void write(Connection connection, Payload payload, List<Reference> references)
      throws SQLException {
    // By table, then by code: the order in which every loader takes its locks. An item named twice
    // on a page counts once.
    SortedMap<String, SortedMap<String, Reference>> tables = new TreeMap<>();
    for (Reference item : references) {
      tables
          .computeIfAbsent(table(item), t -> new TreeMap<>())
          .merge(item.code(), item, (a, b) -> a.toString().compareTo(b.toString()) >= 0 ? a : b);
    }
    for (Map.Entry<String, SortedMap<String, Reference>> table : tables.entrySet()) {
      List<Map<String, Object>> rows =
          table.getValue().values().stream().map(References::row).toList();
      try (PreparedStatement statement =
          connection.prepareStatement(Queries.named("write-" + table.getKey()))) {
        statement.setObject(1, moment(payload.seenAt()));
        statement.setString(2, payload.sha256());
        statement.setString(3, payload.key().id());
        statement.setString(4, new String(Json.bytes(rows), StandardCharsets.UTF_8));
        statement.executeUpdate();
      }
    }
  }

  private static String table(Reference item) {
    return switch (item) {
      case Reference.Country country -> "country";
      case Reference.City city -> "city";
      case Reference.Airport airport -> "airport";
      case Reference.Airline airline -> "airline";
      case Reference.Aircraft aircraft -> "aircraft_type";
    };
  }

  private static Map<String, Object> row(Reference item) {
    Fields row = Fields.none().with("code", item.code()).with("names", item.names());
    return switch (item) {
      case Reference.Country country -> row.map();
      case Reference.City city ->
          row.maybe("country", city.country())
              .maybe("utc_offset", city.utcOffset())
              .maybe("zone", city.zone())
              .with("airports", city.airports())
              .map();
      case Reference.Airport airport ->
          row.maybe("city", airport.city())
              .maybe("country", airport.country())
              .maybe("latitude", airport.latitude())
              .maybe("longitude", airport.longitude())
              .maybe("location_type", airport.locationType())
              .maybe("utc_offset", airport.utcOffset())
              .maybe("zone", airport.zone())
              .map();
      case Reference.Airline airline -> row.maybe("icao", airline.icao()).map();
      case Reference.Aircraft aircraft -> row.maybe("icao", aircraft.icao()).map();
    };
  }
}
