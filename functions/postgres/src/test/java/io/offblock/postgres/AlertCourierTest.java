package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.alert.Backoff;
import io.offblock.alert.Reach;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How deliveries that stand in the table go out, many at once and some of them broken. */
class AlertCourierTest {
  private static final PostgresSession ALERTS =
      new PostgresSession(Database.URL, "offblock_alerts", "");
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Receiver receiver = new Receiver();

  @BeforeEach
  void empty() {
    Database.empty();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private static AlertCourier courier(InstantSource clock) {
    return new AlertCourier(
        ALERTS,
        new Webhook(Reach.PRIVATE, clock),
        "a key of this installation, long enough",
        Backoff.USUAL,
        new SecureRandom(),
        () -> NOW);
  }

  /** A rule with as many deliveries that are due, named for it. */
  private static void due(String rule, String url, int deliveries) {
    Database.execute(
        """
        insert into alert.rule (id, name, url, conditions, enabled, salt, since, created_at, changed_at)
        select '%1$s', 'late', '%2$s', '{"gateChange":true}', true, '00', at, at, at from (select timestamptz '%4$s' as at) as made;
        insert into alert.delivery (id, rule, change, told_at, fired_at, body, state, due_at, next_at)
        select '%1$s_' || n, '%1$s', 'test', at, at, '{}', 'WAITING', at, at
        from (select timestamptz '%4$s' as at) as made, generate_series(1, %3$d) as n
        """
            .formatted(rule, url, deliveries, NOW.minusSeconds(60)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:65536/", "http://127.0.0.1:-5/", "http://127.0.0.1/a b"})
  void anAddressThatIsNoneIsDeadAtOnceAndTheOthersArrive(String url) {
    due("bad", url, 1);
    due("good", receiver.url(), 1);
    assertEquals(new AlertCourier.Round(1, 0, 1), courier(() -> NOW).round());
    assertEquals(
        "bad_1 DEAD 1\ngood_1 DELIVERED 1",
        Database.query(
            "select concat_ws(' ', id, state, attempts) from alert.delivery order by id"));
    assertEquals(
        "the address is none that a request can be sent to",
        Database.query("select error from alert.attempt where delivery = 'bad_1'"));
    assertEquals(1, receiver.messages().size());
  }

  @Test
  void aMistakeWithOneDeliveryFailsItAlone() {
    due("good", receiver.url(), 3);
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource clock =
        () -> {
          if (broken.compareAndSet(false, true)) {
            throw new IllegalStateException("a mistake");
          }
          return NOW;
        };
    assertEquals(new AlertCourier.Round(2, 1, 0), courier(clock).round());
    assertEquals(
        "it could not be sent",
        Database.query("select error from alert.attempt where error is not null"));
  }

  @Test
  void aSlowReceiverGetsAWholeBurstAtTheFirstAttempt() {
    receiver.takes(Duration.ofSeconds(2));
    due("good", receiver.url(), 32);
    assertEquals(new AlertCourier.Round(32, 0, 0), courier(() -> NOW).round());
    assertEquals(32 + " 1", Database.query("select count(*) || ' ' || max(no) from alert.attempt"));
    assertEquals(32, receiver.messages().size());
  }
}
