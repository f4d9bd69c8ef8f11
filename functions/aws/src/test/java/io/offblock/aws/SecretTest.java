package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A secret is read seldom, again when it must be, and never shown. */
class SecretTest {
  private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:x-AbCdEf";
  private static final String CANARY = "canary-4471";

  private Instant now = Instant.parse("2026-11-26T10:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final AtomicInteger readings = new AtomicInteger();
  private String stored = "{\"user\":\"offblock\",\"password\":\"" + CANARY + "\"}";
  private final Secret secret =
      new Secret(
          ARN,
          arn -> {
            assertEquals(ARN, arn);
            readings.incrementAndGet();
            return stored;
          },
          clock);

  @Test
  void isReadOnceInFiveMinutes() {
    assertEquals(CANARY, secret.login().password());
    now = now.plus(Duration.ofSeconds(299));
    assertEquals("offblock", secret.value("user"));
    assertEquals(1, readings.get());
    now = now.plus(Duration.ofSeconds(1));
    secret.value("user");
    assertEquals(2, readings.get());
  }

  @Test
  void isReadAgainAtOnceWhereItWasRefused() {
    secret.login();
    stored = "{\"user\":\"offblock\",\"password\":\"rotated\"}";
    assertEquals(CANARY, secret.login().password());
    secret.renew();
    assertEquals("rotated", secret.login().password());
  }

  @Test
  void noTextAndNoErrorShowsIt() {
    assertFalse((secret.login() + " " + secret).contains("canary"));
    Exception missing = assertThrows(IllegalStateException.class, () -> secret.value("uri"));
    assertFalse(missing.getMessage().contains("canary"), missing.getMessage());
    stored = CANARY;
    secret.renew();
    Exception unreadable = assertThrows(IllegalStateException.class, secret::login);
    for (Throwable t = unreadable; t != null; t = t.getCause()) {
      assertFalse(String.valueOf(t.getMessage()).contains("canary"), t.getMessage());
    }
  }
}
