package io.offblock.harvest.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.Settings;
import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.Request.OneFlight;
import io.offblock.harvest.lufthansa.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key that was changed at the provider is taken from the secret at the next refusal. */
class RotatedKeyTest {
  private static final String INVALID = "{\"error\":\"invalid_client\"}";
  private final ScriptedServer server = new ScriptedServer();
  private Credentials stored = new Credentials("an-id", "the-old-one");
  private Credentials known = stored;
  private final LufthansaClient client =
      new LufthansaClient(
          new Settings("data", server.base(), 900, 4),
          new Keys() {
            @Override
            public Credentials current() {
              return known;
            }

            @Override
            public Credentials renewed() {
              known = stored;
              return known;
            }
          },
          Timeline.system());

  RotatedKeyTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void theNewKeyIsUsedWithoutADeployment() throws InterruptedException {
    stored = new Credentials("an-id", "the-new-one");
    server.replyToTokenRequest(Reply.of(401, INVALID));
    assertInstanceOf(Outcome.Found.class, fetch());
    assertEquals(2, server.posts().size());
    assertTrue(server.posts().getFirst().contains("the-old-one"));
    assertTrue(server.posts().getLast().contains("the-new-one"));
  }

  @Test
  void aKeyThatIsStillTheSameIsNotTriedTwice() throws InterruptedException {
    server.replyToTokenRequest(Reply.of(401, INVALID));
    assertInstanceOf(Outcome.Refused.class, fetch());
    assertEquals(1, server.posts().size());
  }

  private Outcome fetch() throws InterruptedException {
    return client.fetch(
        new OneFlight("LH400", LocalDate.of(2026, 11, 24)),
        () -> Optional.of(Instant.now()),
        Instant.now().plus(Duration.ofSeconds(5)));
  }
}
