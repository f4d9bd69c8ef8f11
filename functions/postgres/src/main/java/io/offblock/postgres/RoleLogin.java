package io.offblock.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Whether users log in by the role of their function, by RDS's tokens, in place of a password: RDS
 * lets in so whoever is a member of its role {@code rds_iam}, and takes no password of them any
 * more. Any other server has no such role.
 */
final class RoleLogin {
  private static final String MEMBERS_OF = "rds_iam";

  private final Connection owner;

  /**
   * @param owner a session of the schema's owner, who may grant
   */
  RoleLogin(Connection owner) {
    this.owner = owner;
  }

  /**
   * The server knows no login by role, or keeps one as it was. What was asked for does not hold:
   * the functions could not log in.
   */
  static final class NotAsAsked extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private NotAsAsked(String what, String fix) {
      super(what + ": " + fix);
    }
  }

  /**
   * Lets these users log in by role, or by password. May be called again.
   *
   * @throws NotAsAsked where they could not log in afterwards as is asked for
   */
  void set(boolean byRole, List<String> users) throws SQLException {
    if (!known()) {
      if (byRole) {
        throw new NotAsAsked(
            "POSTGRES_BY_ROLE asks for login by the function's role, but PostgreSQL has no role "
                + MEMBERS_OF,
            "only RDS has it, with EnableIAMDatabaseAuthentication; elsewhere leave the parameter"
                + " PostgresResource empty");
      }
      return;
    }
    for (String user : users) {
      if (member(user) != byRole) {
        change(byRole, user);
      }
      if (member(user) != byRole) {
        throw new NotAsAsked(
            "PostgreSQL left %s %s %s".formatted(user, byRole ? "outside" : "in", MEMBERS_OF),
            "let whoever granted it run: "
                + (byRole ? "grant %s to %s" : "revoke %s from %s").formatted(MEMBERS_OF, user));
      }
    }
  }

  private void change(boolean byRole, String user) throws SQLException {
    String name = owner.unwrap(PGConnection.class).escapeIdentifier(user);
    try (Statement statement = owner.createStatement()) {
      statement.execute(
          (byRole ? "grant %s to %s" : "revoke %s from %s").formatted(MEMBERS_OF, name));
    }
  }

  private boolean known() throws SQLException {
    return found("select from pg_roles where rolname = ?", MEMBERS_OF);
  }

  private boolean member(String user) throws SQLException {
    return found(
        "select from pg_auth_members m join pg_roles r on r.oid = m.roleid"
            + " join pg_roles u on u.oid = m.member where r.rolname = ? and u.rolname = ?",
        MEMBERS_OF,
        user);
  }

  private boolean found(String query, String... values) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
