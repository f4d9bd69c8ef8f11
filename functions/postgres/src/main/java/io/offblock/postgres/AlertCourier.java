package io.offblock.postgres;

import io.offblock.alert.Backoff;
import io.offblock.alert.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Brings deliveries to their targets, each once for a look; those that failed come back later
 * ({@link Backoff}), this being the one layer that tries again. Between taking a delivery and
 * noting how it went no transaction is open: a receiver may be slow.
 */
final class AlertCourier {
  private static final System.Logger LOG = System.getLogger(AlertCourier.class.getName());
  private static final Duration HOLD = Duration.ofMinutes(3);

  private final PostgresSession session;
  private final Webhook webhook;
  private final String master;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final InstantSource clock;

  AlertCourier(
      PostgresSession session,
      Webhook webhook,
      String master,
      Backoff backoff,
      RandomGenerator random,
      InstantSource clock) {
    this.session = session;
    this.webhook = webhook;
    this.master = master;
    this.backoff = backoff;
    this.random = random;
    this.clock = clock;
  }

  /** How many of the due deliveries went which way. */
  record Round(int delivered, int waiting, int dead) {
    int all() {
      return delivered + waiting + dead;
    }
  }

  /** Attempts some of the deliveries that are due, side by side. */
  Round round() {
    List<AlertDeliveries.Due> due =
        session.write(
            "taking deliveries",
            connection -> AlertDeliveries.take(connection, clock.instant(), HOLD, Webhook.AT_ONCE));
    List<Future<AlertDeliveries.State>> attempts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      due.forEach(one -> attempts.add(threads.submit(() -> attempt(one))));
    }
    int[] counts = new int[AlertDeliveries.State.values().length];
    for (Future<AlertDeliveries.State> attempt : attempts) {
      counts[ended(attempt).ordinal()]++;
    }
    return new Round(
        counts[AlertDeliveries.State.DELIVERED.ordinal()],
        counts[AlertDeliveries.State.WAITING.ordinal()],
        counts[AlertDeliveries.State.DEAD.ordinal()]);
  }

  private static AlertDeliveries.State ended(Future<AlertDeliveries.State> attempt) {
    try {
      return attempt.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while delivering", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a delivery failed", e);
    }
  }

  private AlertDeliveries.State attempt(AlertDeliveries.Due due) {
    Webhook.Outcome outcome = post(due);
    Instant now = clock.instant();
    Optional<Instant> next =
        outcome.delivered() || outcome.hopeless()
            ? Optional.empty()
            : backoff.next(due.dueAt(), now, due.attempts() + 1, random);
    AlertDeliveries.State state =
        outcome.delivered()
            ? AlertDeliveries.State.DELIVERED
            : next.isPresent() ? AlertDeliveries.State.WAITING : AlertDeliveries.State.DEAD;
    session.write(
        "noting an attempt",
        connection -> {
          AlertDeliveries.settle(connection, due.id(), now, outcome, state, next);
          return null;
        });
    return state;
  }

  /**
   * A mistake of ours fails this delivery, not the round: unsettled, it would come back for ever.
   */
  private Webhook.Outcome post(AlertDeliveries.Due due) {
    try {
      return webhook.post(due.url(), Signature.secret(master, due.salt()), due.id(), due.body());
    } catch (RuntimeException e) {
      // Its message may have the address, which may be a secret of its receiver.
      LOG.log(
          System.Logger.Level.ERROR,
          "delivery %s could not be sent: %s at %s"
              .formatted(
                  due.id(),
                  e.getClass().getName(),
                  Arrays.stream(e.getStackTrace()).findFirst().map(Object::toString).orElse("?")));
      return new Webhook.Outcome(
          OptionalInt.empty(), Optional.of("it could not be sent"), false, Duration.ZERO);
    }
  }
}
