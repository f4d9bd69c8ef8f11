package io.offblock.harvest.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.Settings;
import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.Outcome.Failed;
import io.offblock.harvest.lufthansa.Outcome.Fault;
import io.offblock.harvest.lufthansa.Outcome.Found;
import io.offblock.harvest.lufthansa.Outcome.Nothing;
import io.offblock.harvest.lufthansa.Outcome.Refusal;
import io.offblock.harvest.lufthansa.Outcome.Refused;
import io.offblock.harvest.lufthansa.Request.OneFlight;
import io.offblock.harvest.lufthansa.ScriptedServer.Reply;
import io.offblock.harvest.lufthansa.ScriptedServer.Reply.End;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refusals on the wire, threads, deadlines, and a permit for every call. */
class LufthansaLimitsTest {
  private static final Request REQUEST = new OneFlight("LH400", LocalDate.of(2026, 11, 24));
  private static final String BACKEND =
      "{\"ProcessingErrors\":{\"ProcessingError\":{\"@RetryIndicator\":\"false\",\"Type\":\"API\","
          + "\"Code\":\"3021\",\"Description\":\"Backend service error\"}}}";

  private final ScriptedServer server = new ScriptedServer();
  private final LufthansaClient client =
      new LufthansaClient(
          new Settings("data", server.base(), 900, 4),
          Keys.of(new Credentials("an-id", "a-secret")),
          Timeline.system());
  private final AtomicInteger permits = new AtomicInteger();

  LufthansaLimitsTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void oneTokenServesAllThreads() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> fetches = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        fetches.add(threads.submit(() -> fetch()));
      }
      for (Future<Outcome> fetch : fetches) {
        assertInstanceOf(Found.class, fetch.get());
      }
    }
    assertEquals(1, server.posts().size());
    assertEquals(6, server.gets().size());
    assertPermitPerCall();
  }

  @Test
  void aTokenRefusedTwiceIsNotAuthorized() throws InterruptedException {
    server.reply(Reply.of(401, ""), Reply.of(401, ""));
    assertEquals(Refusal.NOT_AUTHORIZED, refused());
    assertEquals(4, server.calls());
    assertPermitPerCall();
  }

  @Test
  void aRefusedTokenRequestIsARefusal() throws InterruptedException {
    server.replyToTokenRequest(Reply.of(403, "{\"Error\":\"Account Inactive\"}"));
    assertEquals(Refusal.INACTIVE, refused());
    assertEquals(0, server.gets().size());
    assertPermitPerCall();
  }

  @Test
  void notFoundIsNothingWhateverItsBodySays() throws InterruptedException {
    server.reply(Reply.of(404, BACKEND));
    assertInstanceOf(Nothing.class, fetch());
    assertEquals(1, server.gets().size());
  }

  @Test
  void refusalsAreToldByJsonByHtmlOrByHeader() throws InterruptedException {
    server.reply(
        Reply.of(403, "{\"Error\":\"Account Over Rate Limit\"}"),
        Reply.of(403, "{\"Error\":\"Account Inactive\"}"),
        Reply.of(403, "<h1>Developer Over Rate</h1>", "Content-Type: text/html"),
        Reply.of(403, "<html><H1>Developer Inactive</H1></html>"),
        Reply.of(403, "", "X-Mashery-Error-Code: ERR_403_DEVELOPER_OVER_RATE"),
        Reply.of(403, "", "X-Mashery-Error-Code: ERR_403_DEVELOPER_INACTIVE"));
    for (int i = 0; i < 3; i++) {
      assertEquals(Refusal.QUOTA_EXHAUSTED, refused());
      assertEquals(Refusal.INACTIVE, refused());
    }
    assertEquals(6, server.gets().size());
  }

  @Test
  void unavailableIsAskedAgain() throws InterruptedException {
    server.reply(Reply.of(503, "<h1>Service Unavailable</h1>"));
    assertInstanceOf(Found.class, fetch());
    assertEquals(2, server.gets().size());
    assertPermitPerCall();
  }

  @Test
  void aBodyThatBreaksOffIsAskedForAgain() throws InterruptedException {
    server.reply(
        new Reply("", End.CLOSED),
        Reply.half("{\"a\":", End.RESET),
        new Reply(
            "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n", End.CLOSED));
    assertInstanceOf(Found.class, fetch());
    assertEquals(4, server.gets().size());
    assertPermitPerCall();
  }

  @Test
  void aDeadlineCloserThanAnyPauseIsNoError() throws InterruptedException {
    assertInstanceOf(Found.class, fetch());
    server.reply(Reply.of(503, ""));
    assertInstanceOf(Failed.class, fetch(Duration.ofMillis(350)));
  }

  @Test
  void afterTheDeadlineNothingIsAsked() throws InterruptedException {
    Failed failed = assertInstanceOf(Failed.class, fetch(Duration.ZERO));
    assertEquals(Fault.TIMEOUT, failed.fault());
    assertEquals(0, server.calls());
  }

  @Test
  void retriesEndAtTheDeadline() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      server.reply(Reply.of(503, ""));
    }
    Failed failed = assertInstanceOf(Failed.class, fetch(Duration.ofMillis(1500)));
    // A slow machine may still be asking when the deadline comes.
    assertTrue(Set.of(Fault.UNAVAILABLE, Fault.TIMEOUT).contains(failed.fault()), failed::toString);
    assertTrue(server.gets().size() < 4, "the third pause alone would end after the deadline");
  }

  @Test
  void nobodyThereIsBrokenOff() throws Exception {
    server.close();
    Failed failed = assertInstanceOf(Failed.class, fetch());
    assertEquals(Fault.BROKEN_OFF, failed.fault());
  }

  @Test
  void aTokenServerThatNeverAnswersHoldsNobodyPastTheDeadline() throws Exception {
    for (int i = 0; i < 16; i++) {
      server.replyToTokenRequest(new Reply("", End.OPEN));
    }
    Instant before = Instant.now();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> fetches = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        fetches.add(threads.submit(() -> fetch(Duration.ofSeconds(2))));
      }
      for (Future<Outcome> fetch : fetches) {
        assertEquals(Fault.TIMEOUT, assertInstanceOf(Failed.class, fetch.get()).fault());
      }
    }
    Duration took = Duration.between(before, Instant.now());
    assertTrue(took.compareTo(Duration.ofMillis(3500)) < 0, took::toString);
    assertEquals(1, server.posts().size());
  }

  @Test
  void storageThatIsAwayIsNotAskedForAPermitAgain() {
    StoreUnavailable away = new StoreUnavailable("s3", "reading", new IOException("away"));
    assertSame(
        away,
        assertThrows(
            StoreUnavailable.class,
            () ->
                client.fetch(
                    REQUEST,
                    () -> {
                      permits.incrementAndGet();
                      throw away;
                    },
                    Instant.now().plusSeconds(30))));
    assertEquals(1, permits.get());
  }

  private Refusal refused() throws InterruptedException {
    return assertInstanceOf(Refused.class, fetch()).refusal();
  }

  private Outcome fetch() throws InterruptedException {
    return fetch(Duration.ofSeconds(30));
  }

  private Outcome fetch(Duration limit) throws InterruptedException {
    return client.fetch(
        REQUEST,
        () -> {
          permits.incrementAndGet();
          return Optional.of(Instant.now());
        },
        Instant.now().plus(limit));
  }

  private void assertPermitPerCall() {
    assertEquals(server.calls(), permits.get());
  }
}
