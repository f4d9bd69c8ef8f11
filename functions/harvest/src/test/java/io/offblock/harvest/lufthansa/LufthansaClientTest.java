package io.offblock.harvest.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.Settings;
import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.FaultyServer.Reply;
import io.offblock.harvest.lufthansa.Outcome.Fault;
import io.offblock.harvest.lufthansa.Outcome.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LufthansaClientTest {
  private static final String CANARY = "canary-secret-5f2a";
  private static final Request BOARD =
      new Request.Asked(
          "/operations/flightstatus/departures/FRA/2026-11-24T08:00?limit=50&offset=0");
  private static final String OVER_QPS = "{ \"Error\": \"Account Over Queries Per Second Limit\" }";

  private final AtomicInteger permits = new AtomicInteger();
  private FaultyServer server;
  private LufthansaClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FaultyServer();
    client =
        new LufthansaClient(
            new Settings("b", server.address(), 900, 4),
            Keys.of(new Credentials("canary-id-77", CANARY)),
            Timeline.system());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theBytesComeAsTheyAre() throws InterruptedException {
    server.then(200, "{\"a\" : 1}");
    Outcome.Found found = assertInstanceOf(Outcome.Found.class, fetch(20));
    assertEquals("{\"a\" : 1}", new String(found.body(), StandardCharsets.UTF_8));
    assertEquals(64, found.sha256().length());
    assertTrue(
        server
            .requests()
            .getLast()
            .startsWith("GET /v1" + BOARD.text() + " HTTP/1.1 Bearer token"));
  }

  @Test
  void oneTokenServesManyCallsAndEachCallTakesAPermit() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      fetch(20);
    }
    assertEquals(1, server.tokens());
    assertEquals(6, permits.get());
  }

  @Test
  void anEmptyWindowIsNoError() throws InterruptedException {
    server.then(404, "{}");
    assertInstanceOf(Outcome.Nothing.class, fetch(20));
    assertEquals(2, permits.get());
  }

  @Test
  void aSpentTokenIsRenewedOnce() throws InterruptedException {
    server.then(401, "{ \"Error\": \"Not Authorized\" }").then(200, "{}");
    assertInstanceOf(Outcome.Found.class, fetch(20));
    assertEquals(2, server.tokens());
    server
        .then(401, "{ \"Error\": \"Not Authorized\" }")
        .then(401, "{ \"Error\": \"Not Authorized\" }");
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, fetch(20));
    assertEquals(Refusal.NOT_AUTHORIZED, refused.refusal());
    assertEquals(3, server.tokens());
  }

  @Test
  void tooFastWaitsAndAsksAgain() throws InterruptedException {
    server.then(403, OVER_QPS, "Retry-After: 1").then(200, "{}");
    Instant before = Instant.now();
    assertInstanceOf(Outcome.Found.class, fetch(20));
    assertTrue(Duration.between(before, Instant.now()).toMillis() >= 900);
  }

  @Test
  void anExhaustedQuotaIsNotAskedTwice() throws InterruptedException {
    server.then(
        403, "<h1>Developer Over Rate</h1>", "X-Mashery-Error-Code: ERR_403_DEVELOPER_OVER_RATE");
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, fetch(20));
    assertEquals(Refusal.QUOTA_EXHAUSTED, refused.refusal());
    assertEquals(2, permits.get());
  }

  @Test
  void theBackendsOwnErrorIsNotRetried() throws InterruptedException {
    server.then(
        500,
        "{\"ProcessingErrors\":{\"ProcessingError\":{\"@RetryIndicator\":false,\"Code\":\"3021\"}}}");
    assertEquals(Fault.BACKEND, assertInstanceOf(Outcome.Failed.class, fetch(20)).fault());
    assertEquals(2, permits.get());
  }

  @Test
  void whatBreaksOffIsAskedAgain() throws InterruptedException {
    server
        .then(new Reply.Reset())
        .then(new Reply.Half("{\"long\":\"body\"}"))
        .then(502, "bad gateway");
    server.then(200, "{}");
    assertInstanceOf(Outcome.Found.class, fetch(30));
    assertEquals(5, permits.get());
  }

  @Test
  void halfABodyIsNoAnswer() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      server.then(new Reply.Half("{\"long\":\"body\"}"));
    }
    assertEquals(Fault.BROKEN_OFF, assertInstanceOf(Outcome.Failed.class, fetch(30)).fault());
  }

  @Test
  void theDeadlineHoldsEvenInTheMiddleOfABody() throws InterruptedException {
    server.then(new Reply.Stalled(10_000));
    Instant before = Instant.now();
    assertEquals(Fault.TIMEOUT, assertInstanceOf(Outcome.Failed.class, fetch(2)).fault());
    assertTrue(Duration.between(before, Instant.now()).toMillis() < 9000);
  }

  @Test
  void withoutAPermitNothingIsAsked() throws InterruptedException {
    Outcome outcome = client.fetch(BOARD, Optional::empty, Instant.now().plusSeconds(5));
    assertEquals(Refusal.NO_PERMIT, assertInstanceOf(Outcome.Refused.class, outcome).refusal());
    assertTrue(server.requests().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "500", "400"})
  void noSecretIsInAnyOutcome(int status) throws InterruptedException {
    server.then(
        status, "{ \"Error\": \"no client canary-id-77 with " + CANARY + "\" }", "for: token");
    for (int i = 0; i < 3; i++) {
      server.then(status, "{ \"Error\": \"again " + CANARY + "\" }", "for: token");
    }
    String told = fetch(20).toString();
    assertFalse(told.contains(CANARY) || told.contains("canary-id-77"), told);
    assertTrue(told.contains("[hidden]"), told);
  }

  @Test
  void theTokenIsInNoOutcomeEither() throws InterruptedException {
    server.then(403, "{ \"Error\": \"token token00000000000000000001 is bad\" }");
    String told = fetch(20).toString();
    assertFalse(told.contains("token00000000000000000001"), told);
  }

  private Outcome fetch(int seconds) throws InterruptedException {
    return client.fetch(
        BOARD,
        () -> {
          permits.incrementAndGet();
          return Optional.of(Instant.now());
        },
        Instant.now().plusSeconds(seconds));
  }
}
