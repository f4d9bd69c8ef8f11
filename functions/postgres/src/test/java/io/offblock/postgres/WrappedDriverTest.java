package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.payload.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * AWS's driver around PostgreSQL's, against the same server, which lets anyone in with any
 * password.
 */
class WrappedDriverTest {
  private static final String URL =
      Database.URL.replaceFirst("^jdbc:", "jdbc:aws-wrapper:")
          + "&wrapperPlugins=failover2&wrapperDialect=pg";

  @Test
  void aFlightIsLoadedAndFoundThroughIt() {
    Database.empty();
    assertEquals(
        PostgresSchema.migrate(Database.URL, Database.USER, "").version(),
        PostgresSchema.migrate(URL, Database.USER, "").version());
    try (PostgresSession session = new PostgresSession(URL, Database.USER, "")) {
      assertTrue(
          session.<Boolean>read(
              "test", c -> c.getClass().getName().startsWith("software.amazon.jdbc")));
      PostgresFlightStore store = new PostgresFlightStore(session);
      Payload payload = Samples.payload(1);
      store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
      Database.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'offblock'");
      assertEquals(1, store.find(List.of(Samples.lh400())).size(), "after its connection was cut");
    }
  }

  @Test
  void aRolesTokenIsSignedWithWhatTheZipHas() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    try (PostgresSession session =
        new PostgresSession(
            URL.replace("failover2", "iam,failover2") + "&iamRegion=eu-central-1",
            Database.USER,
            "")) {
      assertTrue(session.<Boolean>read("test", c -> c.isValid(5)));
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void theRoleLogsInWhereTheUrlAsksForItAndNamesNoPluginsOfItsOwn() {
    assertTrue(
        PostgresSession.loginsByRole("jdbc:aws-wrapper:postgresql://db.example:5432/offblock"));
    assertFalse(PostgresSession.loginsByRole(URL));
    assertFalse(PostgresSession.loginsByRole(Database.URL));
  }
}
