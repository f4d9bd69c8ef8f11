package io.offblock.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import io.offblock.Samples;
import io.offblock.aws.Secret;
import io.offblock.load.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Behind a gate that lets in who knows the password. The stand-in for MongoDB asks nobody, so the
 * gate is here; it takes the password in the clear (PLAIN), which the driver sends as it sends any
 * other login: once for each connection, and before the first question.
 */
class LoginTest {
  private volatile String password = "first";
  private volatile String inSecret = "first";

  /** The logins that were tried. */
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** The connections whose login was right. */
  private final Set<Channel> welcome = ConcurrentHashMap.newKeySet();

  private final MongoServer gate = new MongoServer(new Gate());
  private final int port = gate.bind().getPort();
  private MongodbConnection connection;

  private final class Gate extends MemoryBackend {
    @Override
    public Document handleMessage(MongoMessage message) {
      Document asked = message.getDocument();
      if (!asked.containsKey("saslStart")) {
        return super.handleMessage(message);
      }
      byte[] payload = ((BinData) asked.get("payload")).getData();
      String[] login = new String(payload, StandardCharsets.UTF_8).split("\0");
      told.add(login[1] + ':' + login[2]);
      if (!login[2].equals(password)) {
        throw new MongoServerError(18, "AuthenticationFailed", "Authentication failed.");
      }
      welcome.add(message.getChannel());
      return new Document("conversationId", 1)
          .append("done", true)
          .append("payload", new BinData(new byte[0]))
          .append("ok", 1.0);
    }

    @Override
    public void handleClose(Channel channel) {
      welcome.remove(channel);
      super.handleClose(channel);
    }
  }

  @AfterEach
  void close() {
    if (connection != null) {
      connection.close();
    }
    gate.shutdownNow();
  }

  /** Until the secret's few minutes were over, every load and every answer failed. */
  @Test
  void aRotatedPasswordIsReadAgainAtTheFirstRefusalAndTheOldClientIsClosed() throws Exception {
    MongodbFlightStore store = store();
    assertTrue(store.find(List.of(Samples.lh400())).isEmpty());
    assertEquals(List.of("reader:first"), told);
    password = inSecret = "second";
    dropConnections();
    assertTrue(store.find(List.of(Samples.lh400())).isEmpty());
    // The driver itself tries a read twice, also with a login that was refused.
    assertEquals(List.of("reader:first", "reader:second"), told.stream().distinct().toList());
    assertEquals(1, told.stream().filter("reader:second"::equals).count());
    assertEquals(1, welcome.size());
  }

  /** Its threads and connections stayed until the environment ended. */
  @Test
  void whereTheSecretWasChangedBeforeARefusalTheOldClientIsClosedToo() throws Exception {
    Secret secret = secret();
    connection = MongodbConnection.to(secret);
    MongodbFlightStore store = new MongodbFlightStore(connection);
    store.find(List.of(Samples.lh400()));
    Set<Channel> before = Set.copyOf(welcome);
    password = inSecret = "second";
    secret.renew();
    store.find(List.of(Samples.lh400()));
    assertEquals(List.of("reader:first", "reader:second"), told);
    for (Channel old : before) {
      assertTrue(old.closeFuture().await(5000), "the old client is still connected");
    }
  }

  @Test
  void aWrongPasswordIsTriedOnceAndNotToldInTheError() {
    password = "another";
    StoreUnavailable refused =
        assertThrows(StoreUnavailable.class, () -> store().find(List.of(Samples.lh400())));
    List<String> messages = new ArrayList<>();
    for (Throwable e = refused; e != null; e = e.getCause()) {
      messages.add(String.valueOf(e.getMessage()));
    }
    assertFalse(messages.toString().contains("first"), messages.toString());
    assertEquals(List.of("reader:first"), told);
  }

  private void dropConnections() throws InterruptedException {
    for (Channel open : Set.copyOf(welcome)) {
      open.close().await();
    }
  }

  private MongodbFlightStore store() {
    connection = MongodbConnection.to(secret());
    return new MongodbFlightStore(connection);
  }

  private Secret secret() {
    return new Secret(
        "arn:here",
        arn ->
            "{\"uri\":\"mongodb://reader:%s@127.0.0.1:%d/test?authMechanism=PLAIN&authSource=$external\"}"
                .formatted(inSecret, port),
        Clock.systemUTC());
  }
}
