package io.offblock.harvest.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.Settings;
import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.Request.OneFlight;
import io.offblock.harvest.lufthansa.ScriptedServer.Reply;
import io.offblock.harvest.lufthansa.ScriptedServer.Reply.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that repeats the id, the secret and the token in its answers finds no way out. */
class SecrecyTest {
  private static final String ID = "canaryID7321";
  private static final String SECRET = "canary/SECRET+8842";
  private static final Logger ROOT = Logger.getLogger("");

  private final ScriptedServer server = new ScriptedServer();
  private final Settings settings = new Settings("data", server.base(), 900, 4);
  private final LufthansaClient client =
      new LufthansaClient(settings, Keys.of(new Credentials(ID, SECRET)), Timeline.system());
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Level level = ROOT.getLevel();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          told.add(entry.getMessage());
          for (Object parameter :
              Optional.ofNullable(entry.getParameters()).orElse(new Object[0])) {
            told.add(String.valueOf(parameter));
          }
          for (Throwable t = entry.getThrown(); t != null; t = t.getCause()) {
            told.add(t.toString());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  SecrecyTest() throws IOException {}

  @BeforeEach
  void listen() {
    listener.setLevel(Level.ALL);
    ROOT.addHandler(listener);
    ROOT.setLevel(Level.ALL);
  }

  @AfterEach
  void close() throws IOException {
    ROOT.removeHandler(listener);
    ROOT.setLevel(level);
    server.close();
  }

  @Test
  void noAnswerBringsThemOut() throws InterruptedException {
    server.reply(
        Reply.of(403, error("not authorized")),
        Reply.of(400, error("bad")),
        Reply.of(500, processingError()),
        Reply.of(403, "<h1>Inactive %s %s</h1>".formatted(SECRET, ScriptedServer.token(1))),
        Reply.of(418, "{\"Error\":\"%s%s\"}".formatted("x".repeat(192), ScriptedServer.token(1))),
        Reply.of(418, "{\"Error\":\"%s%s\"}".formatted("x".repeat(188), SECRET)),
        new Reply("HTTP/1.1 " + ScriptedServer.token(1) + "\r\n\r\n", End.CLOSED),
        Reply.half(ScriptedServer.token(1), End.CLOSED));
    for (int i = 0; i < 8; i++) {
      fetch();
    }
    assertSilent();
  }

  @Test
  void noTokenAnswerBringsThemOut() throws InterruptedException {
    server
        .replyToTokenRequest(Reply.of(401, "{\"Error\":\"" + ID + SECRET + "\"}"))
        .replyToTokenRequest(Reply.of(200, "no JSON " + SECRET))
        .replyToTokenRequest(Reply.of(200, "{\"access_token\":7,\"" + SECRET + "\":1"))
        .replyToTokenRequest(Reply.half(SECRET, End.RESET));
    for (int i = 0; i < 4; i++) {
      fetch();
    }
    assertSilent();
  }

  @Test
  void aSpentTokenIsHiddenToo() throws InterruptedException {
    server.reply(
        Reply.of(401, ""),
        Reply.of(418, "{\"Error\":\"not %s\"}".formatted(ScriptedServer.token(1))));
    fetch(Duration.ofSeconds(30));
    assertEquals(2, server.posts().size());
    assertSilent();
  }

  /** On a slow machine one call may see two renewals. */
  @Test
  void aTokenSpentTwoRenewalsAgoIsHiddenToo() throws InterruptedException {
    server.reply(
        Reply.of(401, ""),
        Reply.of(401, ""),
        Reply.of(401, ""),
        Reply.of(418, "{\"Error\":\"not %s\"}".formatted(ScriptedServer.token(1))));
    fetch(Duration.ofSeconds(30));
    fetch(Duration.ofSeconds(30));
    assertTrue(server.posts().size() > 2, "renewed twice");
    assertSilent();
  }

  @Test
  void textsOfSettingsAndTokensShowNone() {
    told.add(settings.toString());
    told.add(new AccessTokens.Token(ScriptedServer.token(1), Instant.EPOCH).toString());
    assertSilent();
  }

  private void fetch() throws InterruptedException {
    fetch(Duration.ofMillis(600));
  }

  private void fetch(Duration limit) throws InterruptedException {
    Instant deadline = Instant.now().plus(limit);
    try {
      Outcome outcome =
          client.fetch(
              new OneFlight("LH400", LocalDate.of(2026, 11, 24)),
              () -> Optional.of(Instant.now()),
              deadline);
      told.add(outcome.toString());
    } catch (RuntimeException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        told.add(t.toString());
      }
      throw e;
    }
  }

  private void assertSilent() {
    assertFalse(told.isEmpty());
    List<String> all = new ArrayList<>(told);
    for (String text : all) {
      // Parts of them are as bad.
      assertFalse(text != null && text.contains("canary"), text);
    }
    assertTrue(ID.contains("canary") && ScriptedServer.token(1).contains("canary"));
  }

  private static String error(String why) {
    return "{\"Error\":\"%s: %s %s %s %s\"}"
        .formatted(
            why,
            ID,
            SECRET,
            java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
            ScriptedServer.token(1));
  }

  private static String processingError() {
    return ("{\"ProcessingErrors\":{\"ProcessingError\":{\"@RetryIndicator\":\"false\","
            + "\"Code\":\"3021\",\"Description\":\"token %s\"}}}")
        .formatted(ScriptedServer.token(1));
  }
}
