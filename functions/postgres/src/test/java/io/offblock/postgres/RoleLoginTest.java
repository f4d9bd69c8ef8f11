package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.aws.Secret.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may log in by role, on a server that has a role of the name that RDS gives its own. */
class RoleLoginTest {
  private static final List<String> USERS =
      List.of("offblock_alerts", "offblock_loader", "offblock_reader");
  private static final String ALL = String.join("\n", USERS);

  @BeforeEach
  void likeRds() {
    Database.execute("drop role if exists rds_iam; create role rds_iam nologin");
  }

  @AfterEach
  void likeAnyOther() {
    Database.execute("drop role if exists rds_iam");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "true",
        "true true",
        "true false",
        "true false false",
        "true false true",
      })
  void usersAreInTheRoleWhereItIsAskedForAndOnlyThen(String calls) {
    boolean byRole = false;
    for (String asked : calls.split(" ")) {
      byRole = Boolean.parseBoolean(asked);
      migrate(byRole);
    }
    assertEquals(byRole ? ALL : "", members());
  }

  @Test
  void whereItIsNotKnownAskingForItIsAnErrorAndNotAskingIsNone() {
    likeAnyOther();
    migrate(false);
    RoleLogin.NotAsAsked refused = assertThrows(RoleLogin.NotAsAsked.class, () -> migrate(true));
    assertTrue(
        refused.getMessage().contains("no role rds_iam")
            && refused.getMessage().contains("PostgresResource"),
        refused.getMessage());
  }

  /** PostgreSQL only warns where a membership was granted by somebody else: it stays. */
  @Test
  void aMembershipThatStaysIsAnError() throws SQLException {
    Database.execute(
        "drop role if exists other_owner; create role other_owner login createrole;"
            + " grant offblock_reader to other_owner with admin option;"
            + " grant rds_iam to other_owner with admin option; grant rds_iam to offblock_reader");
    try (Connection other = DriverManager.getConnection(Database.URL, "other_owner", "")) {
      RoleLogin login = new RoleLogin(other);
      RoleLogin.NotAsAsked refused =
          assertThrows(
              RoleLogin.NotAsAsked.class, () -> login.set(false, List.of("offblock_reader")));
      assertTrue(
          refused.getMessage().contains("revoke rds_iam from offblock_reader"),
          refused.getMessage());
    } finally {
      Database.execute(
          "revoke rds_iam from offblock_reader; drop owned by other_owner; drop role other_owner");
    }
  }

  private static void migrate(boolean byRole) {
    Login owner = new Login(Database.USER, "");
    List<Supplier<Login>> others =
        USERS.stream().<Supplier<Login>>map(user -> () -> new Login(user, "canary-9921")).toList();
    new Accounts(() -> owner, () -> {}, others, byRole).migrate(Database.URL);
  }

  private static String members() {
    return Database.query(
        "select u.rolname from pg_auth_members m join pg_roles u on u.oid = m.member"
            + " where m.roleid = 'rds_iam'::regrole order by 1");
  }
}
