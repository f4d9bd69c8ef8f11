package io.offblock.neo4j;

import io.offblock.load.StoreUnavailable;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokenManagers;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.NotificationConfig;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;

/**
 * The way to Neo4j: one driver, one thread, few connections, as a function serves one call at a
 * time. Deadlocks are tried again here, a few times, as the server asks for, and so is a node that
 * somebody else made meanwhile; whatever else is away goes back to the queue.
 */
public final class Neo4jConnection implements AutoCloseable {
  static final String STORE = "neo4j";
  private static final int ATTEMPTS = 6;

  /** Somebody else made the node meanwhile. */
  private static final String TAKEN = "Neo.ClientError.Schema.ConstraintValidationFailed";

  private final Driver driver;

  private Neo4jConnection(Driver driver) {
    this.driver = Objects.requireNonNull(driver);
  }

  /**
   * To a server.
   *
   * @param uri {@code bolt://host:port}
   * @param user blank where the server asks for none
   */
  public static Neo4jConnection to(URI uri, String user, String password) {
    AuthToken who = user.isBlank() ? AuthTokens.none() : AuthTokens.basic(user, password);
    return new Neo4jConnection(GraphDatabase.driver(uri, who, config()));
  }

  /**
   * To a server that asks who it is.
   *
   * @param login is asked at the start, and again where the server refused what it said
   */
  static Neo4jConnection to(URI uri, Supplier<AuthToken> login) {
    return new Neo4jConnection(GraphDatabase.driver(uri, AuthTokenManagers.basic(login), config()));
  }

  private static Config config() {
    return Config.builder()
        .withConnectionTimeout(3, TimeUnit.SECONDS)
        .withConnectionAcquisitionTimeout(5, TimeUnit.SECONDS)
        // A frozen function wakes with connections that the server has long closed.
        .withConnectionLivenessCheckTimeout(2, TimeUnit.SECONDS)
        .withMaxConnectionPoolSize(8)
        .withEventLoopThreads(1)
        .withMaxTransactionRetryTime(0, TimeUnit.SECONDS)
        .withFetchSize(1000)
        .withNotificationConfig(NotificationConfig.disableAllConfig())
        .withTelemetryDisabled(true)
        .build();
  }

  /**
   * All of it or nothing.
   *
   * @param what for the message, without secrets
   * @throws StoreUnavailable where the server cannot be reached, or its locks could not be had
   */
  void write(String what, Consumer<Transaction> work) {
    for (int attempt = 1; ; attempt++) {
      try (Session session = session(AccessMode.WRITE);
          Transaction transaction = session.beginTransaction()) {
        work.accept(transaction);
        transaction.commit();
        return;
      } catch (Neo4jException e) {
        if (!(e instanceof RetryableException || TAKEN.equals(e.code())) || lost(e)) {
          throw away(what, e);
        }
        if (attempt == ATTEMPTS) {
          throw new StoreUnavailable(STORE, what, e);
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(4_000_000L << attempt));
      }
    }
  }

  /** What a reading transaction gives. */
  <T> T read(String what, Function<Transaction, T> work) {
    try (Session session = session(AccessMode.READ);
        Transaction transaction = session.beginTransaction()) {
      return work.apply(transaction);
    } catch (Neo4jException e) {
      throw away(what, e);
    }
  }

  /**
   * What some reading statements give, each for itself. A transaction would show them no more: the
   * server reads what is committed at that moment, inside one as well; and it costs two trips more.
   */
  <T> T ask(String what, Function<SimpleQueryRunner, T> work) {
    try (Session session = session(AccessMode.READ)) {
      return work.apply(session);
    } catch (Neo4jException e) {
      throw away(what, e);
    }
  }

  /** Runs one statement outside of any transaction of ours, as schema statements want. */
  void run(String what, String statement) {
    try (Session session = session(AccessMode.WRITE)) {
      session.run(statement).consume();
    } catch (Neo4jException e) {
      throw away(what, e);
    }
  }

  @Override
  public void close() {
    driver.close();
  }

  private Session session(AccessMode mode) {
    return driver.session(SessionConfig.builder().withDefaultAccessMode(mode).build());
  }

  private static boolean lost(Neo4jException e) {
    return e instanceof org.neo4j.driver.exceptions.ServiceUnavailableException
        || e instanceof org.neo4j.driver.exceptions.SessionExpiredException;
  }

  /**
   * A statement that is wrong stays wrong; everything else may pass. A transaction that was ended
   * is counted among a client's mistakes by the driver, and is none: its connection broke between
   * two statements, or the server shed it.
   */
  private static RuntimeException away(String what, Neo4jException e) {
    return e instanceof ClientException
            && !(e instanceof RetryableException || e instanceof TransactionTerminatedException)
            && !e.getMessage().startsWith("Unable to acquire")
        ? e
        : new StoreUnavailable(STORE, what, e);
  }
}
