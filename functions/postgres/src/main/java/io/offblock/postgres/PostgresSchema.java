package io.offblock.postgres;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** The tables, brought to what this zip needs. */
final class PostgresSchema {
  private PostgresSchema() {}

  /**
   * How a migration ended.
   *
   * @param version of the schema now
   * @param applied migrations by this call
   */
  public record Migrated(String version, int applied) {}

  /**
   * Applies the migrations of {@code sql/postgres} that the database has not seen; once for many
   * callers at a time.
   */
  static Migrated migrate(String url, String user, String password) {
    MigrateResult result =
        Flyway.configure(PostgresSchema.class.getClassLoader())
            .dataSource(url, user, password)
            .locations("classpath:sql/postgres")
            .connectRetries(10)
            .load()
            .migrate();
    return new Migrated(
        result.targetSchemaVersion == null
            ? result.initialSchemaVersion
            : result.targetSchemaVersion,
        result.migrationsExecuted);
  }
}
