package io.offblock.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What a minute of alerts is: all news looked at, all that is due attempted, in its time. */
final class AlertRounds {
  /** No round begins later; the slowest receiver ends one 15 seconds after. */
  private static final Duration TIME = Duration.ofSeconds(40);

  /** After a delivery was fired and after its flight's day: longer than anything fires for it. */
  private static final Duration KEPT = Duration.ofDays(AlertWatch.FIRING_DAYS + 15);

  private final PostgresSession session;
  private final AlertWatch watch;
  private final AlertCourier courier;
  private final InstantSource clock;

  AlertRounds(
      PostgresSession session, AlertWatch watch, AlertCourier courier, InstantSource clock) {
    this.session = session;
    this.watch = watch;
    this.courier = courier;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param flights that rules were held against
   * @param fired deliveries made
   * @param delivered attempts that arrived
   * @param waiting attempts that failed and come back
   * @param dead attempts after which there is no other
   */
  record Done(int flights, int fired, int delivered, int waiting, int dead) {}

  Done run() {
    Instant end = clock.instant().plus(TIME);
    int flights = 0;
    int fired = 0;
    AlertWatch.Look look;
    do {
      look = watch.look();
      flights += look.flights();
      fired += look.fired();
    } while (look.more() && clock.instant().isBefore(end));
    int delivered = 0;
    int waiting = 0;
    int dead = 0;
    while (clock.instant().isBefore(end)) {
      AlertCourier.Round round = courier.round();
      if (round.all() == 0) {
        break;
      }
      delivered += round.delivered();
      waiting += round.waiting();
      dead += round.dead();
    }
    session.write(
        "forgetting deliveries",
        connection -> AlertDeliveries.forget(connection, clock.instant().minus(KEPT)));
    return new Done(flights, fired, delivered, waiting, dead);
  }
}
