package io.offblock.harvest;

import io.offblock.aws.LoggedObject;
import io.offblock.aws.Metrics;
import io.offblock.harvest.lufthansa.Outcome;
import io.offblock.harvest.lufthansa.Outcome.Failed;
import io.offblock.harvest.lufthansa.Outcome.Fault;
import io.offblock.harvest.lufthansa.Outcome.Found;
import io.offblock.harvest.lufthansa.Outcome.Nothing;
import io.offblock.harvest.lufthansa.Outcome.Refusal;
import io.offblock.harvest.lufthansa.Outcome.Refused;
import io.offblock.harvest.lufthansa.Provider;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.lufthansa.Request.ReferencePage;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.plan.Pace;
import io.offblock.harvest.plan.PageReader;
import io.offblock.harvest.plan.Pick;
import io.offblock.harvest.plan.Plan;
import io.offblock.harvest.quota.Quota;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.harvest.raw.RawStore;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.PoisonPayload;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/**
 * One run of the harvest: for a good part of a minute it makes the call worth most, again and
 * again, each answer changing what is worth most next. Up to four calls are under way at once.
 */
public final class Harvest {
  private static final System.Logger LOG = System.getLogger(Harvest.class.getName());
  private static final int UNDER_WAY = 4;

  /** Calls that are told to people, made or not. */
  private static final int PREVIEW = 30;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(750);

  /** From the last call of a run to the first of the next. */
  private static final Duration BETWEEN_RUNS = Duration.ofSeconds(10);

  private final Parts parts;
  private final Pace pace;
  private final Duration fastest;
  private Instant lastCall = Instant.EPOCH;

  /**
   * What a harvest is made of.
   *
   * @param executor runs each call; in a test it may be the caller's own thread
   */
  public record Parts(
      Provider provider,
      QuotaLedger ledger,
      Plan plan,
      PlanKeeper keeper,
      RawStore raw,
      PageReader reader,
      ObjectStore objects,
      Metrics metrics,
      Timeline timeline,
      Executor executor,
      int callsPerSecond) {}

  public Harvest(Parts parts) {
    this.parts = parts;
    this.pace = new Pace();
    this.fastest = Duration.ofMillis(Math.ceilDiv(1000, parts.callsPerSecond()));
  }

  /**
   * Calls until a moment, or until the quota or the provider ends it.
   *
   * @param stopAt no call starts afterwards
   * @param deadline every call has ended by then
   * @throws RuntimeException where a call broke in a way that nobody foresaw, such as a secret that
   *     cannot be read: what the run did is saved and told before
   */
  public HarvestResult run(Instant stopAt, Instant deadline) throws InterruptedException {
    Instant at = parts.timeline().now();
    parts.keeper().open();
    Run run = new Run(deadline);
    try {
      run.calls(stopAt);
    } finally {
      run.settle();
    }
    parts.plan().forget(at);
    Instant now = parts.timeline().now();
    Quota quota = parts.ledger().quota(now);
    HarvestResult result = run.tally.result(at, quota, run.ended.get());
    parts.keeper().save();
    LastRun.write(
        parts.objects(),
        result,
        new LastRun.Outlook(
            parts.plan().preview(now, PREVIEW), pace.asks(), parts.plan().heldBack(now)),
        parts.plan().freshness(now));
    run.tally.emit(parts.metrics(), quota, parts.plan().freshness(now));
    run.rethrow();
    return result;
  }

  /** Asks for exactly this and stores the answer. */
  public FetchResult fetch(Request request, Instant deadline) throws InterruptedException {
    return fetch(List.of(request), deadline).getFirst();
  }

  /** Asks for exactly these, one after the other, and stores the answers; in the same order. */
  public List<FetchResult> fetch(List<? extends Request> requests, Instant deadline)
      throws InterruptedException {
    Allowance allowance = new Allowance(parts.ledger(), parts.timeline());
    allowance.block(requests.size());
    List<FetchResult> results = new ArrayList<>();
    try {
      for (Request request : requests) {
        results.add(fetch(request, allowance, deadline));
      }
    } finally {
      allowance.close();
    }
    return List.copyOf(results);
  }

  private FetchResult fetch(Request request, Allowance allowance, Instant deadline)
      throws InterruptedException {
    Attempt attempt = new Attempt(allowance, parts.ledger(), parts.timeline());
    Outcome outcome = parts.provider().fetch(request, attempt, deadline);
    return switch (outcome) {
      case Found found -> FetchResult.of(parts.raw().keep(found), found);
      case Nothing nothing ->
          FetchResult.none(nothing.fetchedAt(), "404: the provider has nothing there");
      case Refused refused -> {
        askOn(refused, attempt);
        yield FetchResult.none(parts.timeline().now(), refused.refusal() + ": " + refused.detail());
      }
      case Failed failed ->
          FetchResult.none(parts.timeline().now(), failed.fault() + ": " + failed.detail());
    };
  }

  /** When to ask on after a refusal; empty where a run has nothing to hope for. */
  private Optional<Instant> askOn(Refused refused, Attempt attempt) {
    LOG.log(Level.WARNING, "refused: {0} ({1})", refused.refusal(), refused.detail());
    return switch (refused.refusal()) {
      case TOO_FAST -> Optional.of(parts.timeline().now());
      case QUOTA_EXHAUSTED -> attempt.usedUp();
      case NOT_AUTHORIZED, INACTIVE, NO_PERMIT -> Optional.empty();
    };
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** What belongs to one run alone. */
  private final class Run {
    private final Instant deadline;
    private final Tally tally = new Tally();
    private final Allowance allowance = new Allowance(parts.ledger(), parts.timeline());
    private final Semaphore free = new Semaphore(UNDER_WAY);
    private final Phaser underWay = new Phaser(1);
    private final AtomicReference<String> ended = new AtomicReference<>("time");
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.EPOCH);
    private final AtomicReference<RuntimeException> broke = new AtomicReference<>();
    private volatile boolean over;

    private Run(Instant deadline) {
      this.deadline = deadline;
    }

    private void calls(Instant stopAt) throws InterruptedException {
      Instant now = parts.timeline().now();
      while (!over && now.isBefore(stopAt)) {
        double value = parts.plan().best(foreseen(now, stopAt));
        Quota quota = parts.ledger().seen(now);
        if (quota.left() == 0 && quota.resetsAt().isAfter(stopAt)) {
          end("quota");
          return;
        }
        Instant due = later(lastCall.plus(fastest), pausedUntil.get());
        if (due.isAfter(now)) {
          parts.timeline().sleepUntil(due.isAfter(stopAt) ? stopAt : due);
        } else if (pace.now(now, quota, value, parts.plan().behind(now), round(now))) {
          allowance.block(now.isBefore(due.plus(fastest)) ? 2 * UNDER_WAY : 1);
          call(at -> parts.plan().next(foreseen(at, stopAt)))
              .filter(pick -> pick.promised() instanceof Pick.Promise.Rows)
              .ifPresent(pick -> pace.called());
        } else if (pace.surveys() && call(parts.plan()::explore).isPresent()) {
          pace.surveyed();
        } else if (pace.spare() && call(parts.plan()::idle).isPresent()) {
          pace.called();
        } else {
          parts.timeline().sleepUntil(now.plus(LOOK_AGAIN));
        }
        now = parts.timeline().now();
      }
    }

    private IntToDoubleFunction round(Instant now) {
      return calls -> parts.plan().lastOfRound(now, calls);
    }

    /** Near the end of a run, what will be due before the next one begins is due now. */
    private Instant foreseen(Instant now, Instant stopAt) {
      Duration late = BETWEEN_RUNS.minus(Duration.between(now, stopAt));
      return late.isPositive() ? now.plus(late) : now;
    }

    /** Makes the call that is chosen; empty where there is none to make. */
    private Optional<Pick> call(Function<Instant, Optional<Pick>> choice)
        throws InterruptedException {
      free.acquire();
      lastCall = parts.timeline().now();
      Optional<Pick> pick = choice.apply(lastCall);
      if (pick.isEmpty()) {
        free.release();
        return pick;
      }
      underWay.register();
      parts
          .executor()
          .execute(
              () -> {
                try {
                  handle(pick.get());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  parts.plan().failed(pick.get(), parts.timeline().now());
                } catch (StoreUnavailable e) {
                  LOG.log(Level.WARNING, "storage is away", e);
                  parts.plan().failed(pick.get(), parts.timeline().now());
                  tally.failed.incrementAndGet();
                  end("storage");
                } catch (RuntimeException e) {
                  broke(pick.get(), e);
                } finally {
                  free.release();
                  underWay.arriveAndDeregister();
                }
              });
      return pick;
    }

    private void handle(Pick pick) throws InterruptedException {
      tally.calls.incrementAndGet();
      Attempt attempt = new Attempt(allowance, parts.ledger(), parts.timeline());
      Outcome outcome = parts.provider().fetch(pick.request(), attempt, deadline);
      switch (outcome) {
        case Found found -> found(pick, found);
        case Nothing nothing -> {
          tally.empty.incrementAndGet();
          if (pick.request() instanceof ReferencePage page) {
            broken(page, "404");
          } else {
            parts.plan().nothing(pick, nothing.fetchedAt());
          }
        }
        case Refused refused -> {
          tally.refused.incrementAndGet();
          parts.plan().failed(pick, parts.timeline().now());
          boolean quota =
              refused.refusal() == Refusal.NO_PERMIT
                  || refused.refusal() == Refusal.QUOTA_EXHAUSTED;
          askOn(refused, attempt)
              .ifPresentOrElse(
                  at -> pausedUntil.accumulateAndGet(at, Harvest::later),
                  () -> end(quota ? "quota" : "refused"));
        }
        case Failed failed -> {
          tally.failed.incrementAndGet();
          LOG.log(
              Level.WARNING,
              "{0}: {1} ({2})",
              pick.request().text(),
              failed.fault(),
              failed.detail());
          if (pick.request() instanceof ReferencePage page && failed.fault() == Fault.BACKEND) {
            broken(page, failed.detail());
          } else {
            parts.plan().failed(pick, parts.timeline().now());
          }
        }
      }
    }

    private void found(Pick pick, Found found) {
      RawStore.Kept kept = parts.raw().keep(found);
      (kept.unchanged() ? tally.unchanged : tally.stored).incrementAndGet();
      LoggedObject.during(kept.object().key(), () -> learn(pick, kept, found.fetchedAt()));
    }

    private void learn(Pick pick, RawStore.Kept kept, Instant fetchedAt) {
      try {
        parts.plan().learn(pick, parts.reader().read(kept.payload()), fetchedAt);
      } catch (PoisonPayload e) {
        // It is stored; the loaders quarantine it with the same reason.
        LOG.log(Level.WARNING, "unreadable: {0}", e.reason());
        parts.plan().failed(pick, parts.timeline().now());
      }
    }

    private void broken(ReferencePage page, String detail) {
      parts
          .plan()
          .broken(page)
          .ifPresent(
              record ->
                  BrokenRecords.write(parts.objects(), record, detail, parts.timeline().now()));
    }

    /** Its thread ends with the call: whoever waits for the run must hear of it. */
    private void broke(Pick pick, RuntimeException e) {
      LOG.log(Level.ERROR, "broke, which ends the run: " + pick.request().text(), e);
      broke.compareAndSet(null, e);
      tally.failed.incrementAndGet();
      end("failed");
      parts.plan().failed(pick, parts.timeline().now());
    }

    private void rethrow() {
      RuntimeException first = broke.get();
      if (first != null) {
        throw first;
      }
    }

    private void end(String why) {
      over = true;
      ended.compareAndSet("time", why);
    }

    private void settle() {
      underWay.arriveAndAwaitAdvance();
      try {
        allowance.close();
      } catch (StoreUnavailable e) {
        LOG.log(Level.WARNING, "unused calls stay counted in the quota ledger", e);
      }
    }
  }
}
