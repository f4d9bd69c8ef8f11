package io.offblock.postgres;

import io.offblock.aws.Secret.Login;
import io.offblock.load.StoreUnavailable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One connection, opened at first use and kept: a Lambda environment serves one call at a time and
 * needs no pool. A connection that broke, while the environment was frozen for instance, is opened
 * again once; so is a transaction begun that lost against another one. Everything beyond that is
 * {@link StoreUnavailable}: the queue or the caller tries again.
 */
final class PostgresSession implements AutoCloseable {
  private static final String STORE = "postgres";
  private static final int ATTEMPTS = 3;
  private static final String WRAPPED = "jdbc:aws-wrapper:";
  private static final String PLUGINS = "wrapperPlugins";

  /** Work in one transaction; may run more than once. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private final String url;
  private final Properties properties;
  private final Supplier<Login> login;
  private final Runnable renewal;
  private Connection connection;

  /** As one user for good. */
  PostgresSession(String url, String user, String password) {
    this(url, () -> new Login(user, password), () -> {});
  }

  /**
   * @param login is asked at each connection
   * @param renewal is run once where the server refused it, before it is asked again
   */
  PostgresSession(String url, Supplier<Login> login, Runnable renewal) {
    this.url = url;
    this.login = login;
    this.renewal = renewal;
    properties = new Properties();
    properties.putAll(
        Map.of(
            "ApplicationName", "offblock",
            "connectTimeout", "5",
            "socketTimeout", "25",
            "tcpKeepAlive", "true",
            "prepareThreshold", "2"));
    if (loginsByRole(url)) {
      properties.put(PLUGINS, "iam,failover2");
    }
  }

  /**
   * Whether the URL asks for AWS's driver around PostgreSQL's: then the function's role logs in, a
   * failover is followed, and no password is needed. A URL that names its plugins keeps them.
   */
  static boolean loginsByRole(String url) {
    return url.startsWith(WRAPPED) && !url.contains(PLUGINS + "=");
  }

  /** Reads in one read-only transaction. {@code what} goes into the error. */
  <T> T read(String what, Work<T> work) {
    return run(what, true, work);
  }

  /** Writes in one transaction. {@code what} goes into the error. */
  <T> T write(String what, Work<T> work) {
    return run(what, false, work);
  }

  private synchronized <T> T run(String what, boolean readOnly, Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction(readOnly, work);
      } catch (SQLException e) {
        boolean broken = isBroken(e);
        if (broken) {
          close();
        }
        if (attempt >= ATTEMPTS || !(broken || lostAgainstAnother(e))) {
          throw failed(what, e);
        }
      }
    }
  }

  private <T> T transaction(boolean readOnly, Work<T> work) throws SQLException {
    if (connection == null) {
      connection = open();
    }
    connection.setReadOnly(readOnly);
    try {
      T result = work.in(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException broken) {
        close();
        e.addSuppressed(broken);
      }
      throw e;
    }
  }

  private Connection open() throws SQLException {
    try {
      return open(login.get());
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith("28")) {
        throw e;
      }
      renewal.run();
      return open(login.get());
    }
  }

  private Connection open(Login who) throws SQLException {
    Properties all = new Properties();
    all.putAll(properties);
    all.put("user", who.user());
    all.put("password", who.password());
    Connection opened = DriverManager.getConnection(url, all);
    try (Statement statement = opened.createStatement()) {
      statement.execute(
          "set statement_timeout = '20s'; set lock_timeout = '8s'; set idle_in_transaction_session_timeout = '60s'");
      opened.setAutoCommit(false);
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        System.getLogger(STORE).log(System.Logger.Level.DEBUG, "closing a broken connection", e);
      } finally {
        connection = null;
      }
    }
  }

  /** A mistake of ours is no outage: it is not to look like one. */
  private static RuntimeException failed(String what, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean ours =
        (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"))
            && !state.equals("42P01");
    return ours
        ? new IllegalStateException(STORE + ": " + what + ": " + e.getMessage(), e)
        : new StoreUnavailable(STORE, what, e);
  }

  private boolean isBroken(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
  }

  /** Serialization failure, deadlock. */
  private static boolean lostAgainstAnother(SQLException e) {
    return Set.of("40001", "40P01").contains(String.valueOf(e.getSQLState()));
  }
}
