package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.offblock.aws.Secret;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who asks, told to a gate that stands before the real OpenSearch: the embedded server comes
 * without the plugin that would ask.
 */
class LoginTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private volatile String password = "first";
  private volatile String inSecret = "first";
  private HttpServer gate;

  @BeforeEach
  void open() throws IOException {
    OpenSearchServer.emptyStore();
    gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gate.createContext(
        "/",
        exchange -> {
          String said = exchange.getRequestHeaders().getFirst("Authorization");
          told.add(String.valueOf(said));
          boolean welcome = basic("reader", password).equals(said);
          byte[] body =
              welcome
                  ? asked(exchange.getRequestURI())
                  : "Unauthorized".getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", welcome ? "application/json" : "text/plain");
          exchange.sendResponseHeaders(welcome ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    gate.start();
  }

  @AfterEach
  void close() {
    gate.stop(0);
  }

  @Test
  void theFirstCallSaysWhoAsks() {
    assertFalse(clusterName(connection(secret())).isBlank());
    assertEquals(List.of(basic("reader", "first")), told);
  }

  @Test
  void aRotatedPasswordIsReadAgainAtTheFirstRefusal() {
    OpenSearchConnection connection = connection(secret());
    clusterName(connection);
    password = inSecret = "second";
    assertFalse(clusterName(connection).isBlank());
    assertEquals(
        List.of(basic("reader", "first"), basic("reader", "first"), basic("reader", "second")),
        told);
  }

  @Test
  void aRotatedPasswordIsReadAgainByCallsInJsonToo() {
    JsonCalls calls = new JsonCalls(connection(secret()));
    calls.send("GET", "/", "");
    password = inSecret = "second";
    assertEquals(200, calls.send("GET", "/", ""));
    assertEquals(3, told.size());
    password = "third";
    assertThrows(StoreUnavailable.class, () -> calls.send("GET", "/", ""));
  }

  @Test
  void aWrongPasswordIsTriedTwiceAndNotToldInTheError() {
    password = "another";
    OpenSearchConnection connection = connection(secret());
    Exception refused = assertThrows(RuntimeException.class, () -> clusterName(connection));
    List<String> messages = new ArrayList<>();
    for (Throwable e = refused; e != null; e = e.getCause()) {
      messages.add(String.valueOf(e.getMessage()));
    }
    assertFalse(messages.toString().contains("first"), messages.toString());
    assertEquals(2, told.size());
  }

  private Secret secret() {
    return new Secret(
        "arn:here",
        arn -> "{\"user\":\"reader\",\"password\":\"%s\"}".formatted(inSecret),
        Clock.systemUTC());
  }

  private OpenSearchConnection connection(Secret secret) {
    return OpenSearchConnection.to(
        URI.create("http://localhost:" + gate.getAddress().getPort()), Optional.of(secret));
  }

  private static String clusterName(OpenSearchConnection connection) {
    return connection.ask("asking for its name", client -> client.info().clusterName());
  }

  private static byte[] asked(URI path) throws IOException {
    try (var answer = OpenSearchServer.url().resolve(path).toURL().openStream()) {
      return answer.readAllBytes();
    }
  }

  private static String basic(String user, String password) {
    byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }
}
