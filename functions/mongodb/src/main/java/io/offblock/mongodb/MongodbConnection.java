package io.offblock.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.offblock.aws.Secret;
import io.offblock.load.StoreUnavailable;
import java.util.Objects;
import java.util.function.Function;

/**
 * The way to MongoDB, as a function serves one call at a time: where the secret changes, the client
 * of the one before is closed, whoever uses it. It tells a server that is away from a question that
 * is wrong.
 */
final class MongodbConnection implements AutoCloseable {
  private final Secret login;
  private String uri;
  private MongoClient client;
  private MongoDatabase database;

  private MongodbConnection(Secret login, MongoDatabase database) {
    this.login = login;
    this.database = database;
  }

  /** To a database whose client is somebody else's to close, and whose login stays. */
  static MongodbConnection to(MongoDatabase database) {
    return new MongodbConnection(null, Objects.requireNonNull(database));
  }

  /**
   * To the database that a secret names.
   *
   * @param login its {@code uri} says where the database is and who asks; it is read again where
   *     the server refused who asked
   */
  static MongodbConnection to(Secret login) {
    return new MongodbConnection(Objects.requireNonNull(login), null);
  }

  /**
   * The work's answer. A connection that broke while the environment was frozen is worth a second
   * attempt, and so is a login that was changed meanwhile: every work here may run again.
   *
   * @param what for the message, without secrets
   * @throws StoreUnavailable for all that goes wrong with the server
   */
  <T> T ask(String what, Function<MongoDatabase, T> work) {
    boolean broken = false;
    boolean refused = false;
    try {
      while (true) {
        try {
          return work.apply(current());
        } catch (MongoSocketException e) {
          if (broken) {
            throw e;
          }
          broken = true;
        } catch (MongoSecurityException e) {
          if (refused || !changed()) {
            throw e;
          }
          refused = true;
        }
      }
    } catch (MongoException e) {
      throw new StoreUnavailable(MongodbFlightStore.NAME, what, e);
    }
  }

  /** As the secret says now. */
  private synchronized MongoDatabase current() {
    if (login != null) {
      String now = login.value("uri");
      if (!now.equals(uri)) {
        close();
        client = Mongodb.client(now);
        database = client.getDatabase(Mongodb.name(now));
        uri = now;
      }
    }
    return database;
  }

  /** Whether the secret, read again, says something else than what was refused. */
  private synchronized boolean changed() {
    if (login == null) {
      return false;
    }
    login.renew();
    return !login.value("uri").equals(uri);
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
      uri = null;
    }
  }
}
