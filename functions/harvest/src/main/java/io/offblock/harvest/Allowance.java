package io.offblock.harvest;

import io.offblock.harvest.quota.Permits;
import io.offblock.harvest.quota.QuotaLedger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The calls that one run has reserved and not yet made. In a hurry it reserves several at once, to
 * write to the ledger less often; what is left at the end goes back. Safe for threads.
 */
final class Allowance implements Permits {
  private final QuotaLedger ledger;
  private final Timeline timeline;
  private final Deque<Instant> reserved = new ArrayDeque<>();
  private int block = 1;

  Allowance(QuotaLedger ledger, Timeline timeline) {
    this.ledger = ledger;
    this.timeline = timeline;
  }

  /** How many to reserve at once from now on. */
  synchronized void block(int calls) {
    block = calls;
  }

  @Override
  public synchronized Optional<Instant> take() {
    Instant now = timeline.now();
    // A moment much in the past would bunch calls together: it goes back and a new one is taken.
    List<Instant> past = reserved.stream().filter(r -> r.isBefore(now.minusMillis(400))).toList();
    reserved.removeAll(past);
    ledger.giveBack(past);
    if (reserved.isEmpty()) {
      reserved.addAll(ledger.reserve(block, now));
    }
    return Optional.ofNullable(reserved.pollFirst());
  }

  /** Gives back what was not used. */
  synchronized void close() {
    List<Instant> rest = List.copyOf(reserved);
    reserved.clear();
    ledger.giveBack(rest);
  }
}
