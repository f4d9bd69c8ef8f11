package io.offblock.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Airlines by either designator: flights are kept under IATA ones, an ICAO one may stand for
 * several.
 */
final class Carriers {
  private Carriers() {}

  /** The IATA designators of an ICAO one as far as they are known, and the designator itself. */
  static Set<String> of(Connection connection, String designator) throws SQLException {
    Set<String> designators = new LinkedHashSet<>(Set.of(designator));
    if (designator.length() == 3) {
      try (PreparedStatement statement =
          connection.prepareStatement(Queries.named("carriers-of-icao"))) {
        statement.setString(1, designator);
        statement.setString(2, designator);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            designators.add(row.getString(1));
          }
        }
      }
    }
    return designators;
  }

  /** As a parameter: null where no airline was asked for. */
  static Array array(Connection connection, Optional<String> designator) throws SQLException {
    return designator.isEmpty()
        ? null
        : connection.createArrayOf("text", of(connection, designator.get()).toArray());
  }
}
