package io.offblock.harvest;

import io.offblock.aws.Metrics;
import io.offblock.harvest.plan.Freshness;
import io.offblock.harvest.quota.Quota;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a run does. Safe for threads. */
final class Tally {
  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger stored = new AtomicInteger();
  final AtomicInteger unchanged = new AtomicInteger();
  final AtomicInteger empty = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();

  HarvestResult result(Instant at, Quota quota, String ended) {
    return new HarvestResult(
        at.toString(),
        calls.get(),
        stored.get(),
        unchanged.get(),
        empty.get(),
        failed.get(),
        new HarvestResult.Hour(quota.used(), quota.limit()),
        ended);
  }

  void emit(Metrics metrics, Quota quota, Freshness freshness) {
    Metrics all =
        metrics
            .count("Calls", calls.get())
            .count("AnswersStored", stored.get())
            .count("AnswersUnchanged", unchanged.get())
            .count("AnswersEmpty", empty.get())
            .count("CallsFailed", failed.get())
            .count("CallsRefused", refused.get())
            .count("QuotaUsed", quota.used())
            .count("QuotaLimit", quota.limit())
            .count("FlightsAirborne", freshness.airborne())
            .count("FlightsKnown", freshness.known());
    // No age is no age of zero: told as one, a plan that knows nothing would look freshest.
    (freshness.airborne() == 0
            ? all
            : all.seconds("FreshnessP50", freshness.p50()).seconds("FreshnessP95", freshness.p95()))
        .emit();
  }
}
