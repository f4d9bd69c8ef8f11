package io.offblock.postgres;

import io.offblock.aws.Secret;
import io.offblock.aws.Secret.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/**
 * Who the functions are to PostgreSQL. {@code POSTGRES_SECRET} is the ARN of this function's user;
 * the function that makes the schema has in {@code POSTGRES_ACCOUNTS} those of the users that the
 * other functions log in as, and in {@code POSTGRES_BY_ROLE} whether these log in by their
 * functions' roles. Without a secret it is {@code POSTGRES_USER}, without a password: a server that
 * trusts its network.
 */
final class Accounts {
  private final Supplier<Login> own;
  private final Runnable renewal;
  private final List<Supplier<Login>> others;
  private final boolean byRole;

  /**
   * @param byRole whether the others log in by their functions' roles, not by their passwords
   */
  Accounts(Supplier<Login> own, Runnable renewal, List<Supplier<Login>> others, boolean byRole) {
    this.own = own;
    this.renewal = renewal;
    this.others = List.copyOf(others);
    this.byRole = byRole;
  }

  /**
   * @param setting gives the value of a name, or what is given otherwise
   */
  static Accounts of(BinaryOperator<String> setting) {
    List<Supplier<Login>> others =
        List.of(setting.apply("POSTGRES_ACCOUNTS", "").split(",")).stream()
            .filter(arn -> !arn.isBlank())
            .map(arn -> fresh(Secret.of(arn.strip())))
            .toList();
    boolean byRole = setting.apply("POSTGRES_BY_ROLE", "false").equals("true");
    String arn = setting.apply("POSTGRES_SECRET", "");
    if (arn.isBlank()) {
      Login trusted = new Login(setting.apply("POSTGRES_USER", "offblock"), "");
      return new Accounts(() -> trusted, () -> {}, others, byRole);
    }
    Secret secret = Secret.of(arn);
    return new Accounts(secret::login, secret::renew, others, byRole);
  }

  /** Never what was kept: passwords are set by what the secret says now. */
  private static Supplier<Login> fresh(Secret secret) {
    return () -> {
      secret.renew();
      return secret.login();
    };
  }

  PostgresSession session(String url) {
    return new PostgresSession(url, own, renewal);
  }

  /**
   * The schema, and how the other users log in: with passwords as their secrets say now, so that
   * after a rotation this is to be run again, or by role.
   *
   * @throws RoleLogin.NotAsAsked where the server knows no login by role and it is asked for
   */
  PostgresSchema.Migrated migrate(String url) {
    renewal.run();
    Login owner = own.get();
    PostgresSchema.Migrated migrated = PostgresSchema.migrate(url, owner.user(), owner.password());
    try (Connection connection = DriverManager.getConnection(url, owner.user(), owner.password())) {
      PGConnection server = connection.unwrap(PGConnection.class);
      List<Login> logins = others.stream().map(Supplier::get).toList();
      for (Login login : logins) {
        // Hashed on this side: the server's log never sees the password.
        server.alterUserPassword(login.user(), login.password().toCharArray(), "scram-sha-256");
      }
      new RoleLogin(connection).set(byRole, logins.stream().map(Login::user).toList());
      return migrated;
    } catch (SQLException e) {
      throw new IllegalStateException(
          "how PostgreSQL's users log in could not be set: " + e.getMessage(), e);
    }
  }
}
