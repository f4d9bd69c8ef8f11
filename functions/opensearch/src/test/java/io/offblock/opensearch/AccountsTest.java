package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.offblock.aws.Secret;
import io.offblock.load.StoreUnavailable;
import io.offblock.opensearch.Accounts.Rights;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is asked of the security API. Behind it is a server that notes it down and has no plugin:
 * whether OpenSearch takes it, it cannot say.
 */
class AccountsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String API = "PUT /_plugins/_security/api/";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String refused = "nothing";
  private volatile int refusal = 400;
  private volatile String password = "Canary-9921";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          asked.add(line + " " + body);
          boolean bad = line.contains(refused);
          byte[] answer =
              (bad ? "{\"reason\":" + MAPPER.writeValueAsString(body) + "}" : "{\"status\":\"OK\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(bad ? refusal : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void eachUserGetsARoleAPasswordAndThatRoleAlone() throws IOException {
    accounts().put();
    List<String> wanted =
        List.of(
            API
                + "roles/offblock_reader {'cluster_permissions':['cluster_composite_ops_ro'],'index_permissions':"
                + "[{'index_patterns':['offblock-*'],'allowed_actions':['read','indices:admin/refresh*']}]}",
            API + "internalusers/offblock_reader {'password':'Canary-9921'}",
            API + "rolesmapping/offblock_reader {'users':['offblock_reader']}",
            API
                + "roles/offblock_loader {'cluster_permissions':['cluster_composite_ops'],'index_permissions':"
                + "[{'index_patterns':['offblock-*'],'allowed_actions':['crud','create_index','indices:admin/get','indices:admin/aliases/get']}]}",
            API + "internalusers/offblock_loader {'password':'Canary-9921'}",
            API + "rolesmapping/offblock_loader {'users':['offblock_loader']}");
    assertEquals(wanted.size(), asked.size(), asked.toString());
    for (int i = 0; i < wanted.size(); i++) {
      assertSame(wanted.get(i).replace('\'', '"'), asked.get(i));
    }
  }

  @Test
  void aRotatedPasswordIsPutByTheNextCall() {
    Accounts accounts = accounts();
    accounts.put();
    password = "Second-9921";
    asked.clear();
    accounts.put();
    assertEquals(2, asked.stream().filter(line -> line.contains("\"Second-9921\"")).count());
    assertFalse(asked.toString().contains("Canary"), asked.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "internalusers, 400",
    "internalusers, 403",
    "internalusers, 409",
    "internalusers, 500",
    "internalusers, 503",
    "roles/, 403",
    "rolesmapping, 400"
  })
  void aRefusalNamesTheUserAndNeverThePassword(String what, int status) {
    refused = what;
    refusal = status;
    Exception thrown = assertThrows(RuntimeException.class, () -> accounts().put());
    List<String> messages = new ArrayList<>();
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      messages.add(String.valueOf(e.getMessage()));
    }
    assertEquals(
        status >= 500 ? StoreUnavailable.class : Accounts.Refused.class, thrown.getClass());
    assertTrue(messages.toString().contains("offblock_reader"), messages.toString());
    assertFalse(messages.toString().contains("Canary"), messages.toString());
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "'', Canary-9921", "offblock_loader, ''", "a/b, Canary-9921"})
  void aSecretWithoutAUserIsRefusedBeforeAnythingIsAsked(String user, String word) {
    Accounts accounts =
        accounts(
            Map.of(Rights.READER, secret("offblock_reader"), Rights.LOADER, secret(user, word)));
    Exception thrown = assertThrows(IllegalStateException.class, accounts::put);
    assertTrue(thrown.getMessage().contains("LOADER"), thrown.getMessage());
    assertFalse(thrown.getMessage().contains("Canary"), thrown.getMessage());
    assertEquals(List.of(), asked);
  }

  @Test
  void nothingIsAskedWhereTheServerAsksNobodyWhoItIs() {
    Accounts.of(calls(), Optional.empty(), name -> "arn:of:" + name).put();
    Accounts.of(calls(), Optional.of(secret("offblock")), name -> "").put();
    assertEquals(List.of(), asked);
  }

  private Accounts accounts() {
    Map<Rights, Secret> users = new EnumMap<>(Rights.class);
    users.put(Rights.READER, secret("offblock_reader"));
    users.put(Rights.LOADER, secret("offblock_loader"));
    return accounts(users);
  }

  private Accounts accounts(Map<Rights, Secret> users) {
    return new Accounts(calls(), users);
  }

  private JsonCalls calls() {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort());
    return new JsonCalls(OpenSearchConnection.to(url));
  }

  private Secret secret(String user) {
    return new Secret("arn:here", arn -> text(user, password), Clock.systemUTC());
  }

  private static Secret secret(String user, String word) {
    return new Secret("arn:here", arn -> text(user, word), Clock.systemUTC());
  }

  private static String text(String user, String word) {
    return "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, word);
  }

  /** Method and path, and the same JSON whatever the order of its names. */
  private static void assertSame(String wanted, String got) throws IOException {
    int body = wanted.indexOf('{');
    assertEquals(wanted.substring(0, body), got.substring(0, got.indexOf('{')));
    assertEquals(
        MAPPER.readTree(wanted.substring(body)), MAPPER.readTree(got.substring(got.indexOf('{'))));
  }
}
