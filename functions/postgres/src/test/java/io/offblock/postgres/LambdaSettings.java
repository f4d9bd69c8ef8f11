package io.offblock.postgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** What Lambda's environment would say, with an empty database behind it. */
public final class LambdaSettings implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Database.empty();
    return Map.of("POSTGRES_URL", Database.URL, "POSTGRES_USER", "offblock_loader");
  }

  @Override
  public void stop() {
    // The server ends with the tests' process.
  }

  /** The first field of the answer, from the database that the function was given. */
  static String query(String sql) {
    String url = ConfigProvider.getConfig().getValue("POSTGRES_URL", String.class);
    try (var connection = DriverManager.getConnection(url, "postgres", "");
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
