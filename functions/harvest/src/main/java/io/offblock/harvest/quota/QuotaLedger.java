package io.offblock.harvest.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * Calls of a clock hour, shared by all runs: the provider counts whole clock hours, and calls in
 * each second. One object an hour, written only over the version that was read. A call is reserved
 * before it is made and given a moment at which to make it; a run that dies leaves its reservations
 * counted, so the count is never too low.
 *
 * <p>Safe for threads and for any number of processes.
 */
public final class QuotaLedger {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyyMMddHH").withZone(ZoneOffset.UTC);
  private static final int TRIES = 40;

  private final ObjectStore objects;
  private final int callsPerHour;
  private final Duration apart;
  private Page page;

  /** The hour's object as this process last saw it. */
  private record Page(String hour, State state, Optional<String> etag) {}

  /**
   * @param slots moments already given away, epoch millis; those long past are dropped
   * @param exhausted the provider itself said that the hour is used up
   */
  private record State(int used, NavigableSet<Long> slots, boolean exhausted) {}

  public QuotaLedger(ObjectStore objects, int callsPerHour, int callsPerSecond) {
    this.objects = objects;
    this.callsPerHour = callsPerHour;
    this.apart = Duration.ofMillis(Math.ceilDiv(1000, callsPerSecond));
  }

  /**
   * Reserves calls of the hour that {@code from} lies in.
   *
   * @return moments at or after {@code from}, as far apart as the second's limit asks, in order;
   *     fewer than asked for, or none, where the hour has no more
   * @throws StoreUnavailable where the ledger cannot be read or written: then no call may be made
   */
  public synchronized List<Instant> reserve(int calls, Instant from) {
    List<Instant> granted = new ArrayList<>();
    change(
        from,
        state -> {
          granted.clear();
          int left = state.exhausted() ? 0 : Math.min(calls, callsPerHour - state.used());
          NavigableSet<Long> slots =
              new TreeSet<>(state.slots().tailSet(from.toEpochMilli() - 2000));
          long end = resetsAt(from).toEpochMilli();
          long at = from.toEpochMilli();
          while (granted.size() < left) {
            at = free(slots, at);
            if (at >= end) {
              break;
            }
            slots.add(at);
            granted.add(Instant.ofEpochMilli(at));
          }
          return granted.isEmpty() ? state : new State(state.used() + granted.size(), slots, false);
        });
    return List.copyOf(granted);
  }

  /** Gives reserved calls back that were not made. */
  public synchronized void giveBack(List<Instant> unused) {
    if (unused.isEmpty()) {
      return;
    }
    change(
        unused.getFirst(),
        state -> {
          NavigableSet<Long> slots = new TreeSet<>(state.slots());
          unused.forEach(u -> slots.remove(u.toEpochMilli()));
          return new State(Math.max(0, state.used() - unused.size()), slots, state.exhausted());
        });
  }

  /** The provider says that this moment's hour is used up: no call of it is granted any more. */
  public synchronized void exhaust(Instant within) {
    change(within, state -> new State(state.used(), state.slots(), true));
  }

  /** How much of the hour is used, as last written by anyone. */
  public synchronized Quota quota(Instant now) {
    page = read(HOUR.format(now));
    return seen(now);
  }

  /** The same as this process last saw it, without asking storage. */
  public synchronized Quota seen(Instant now) {
    if (page == null || !page.hour().equals(HOUR.format(now))) {
      page = read(HOUR.format(now));
    }
    return new Quota(
        now.truncatedTo(ChronoUnit.HOURS),
        page.state().used(),
        callsPerHour,
        resetsAt(now),
        page.state().exhausted());
  }

  private long free(NavigableSet<Long> slots, long from) {
    long at = from;
    while (true) {
      Long near = slots.ceiling(at - apart.toMillis() + 1);
      if (near == null || near >= at + apart.toMillis()) {
        return at;
      }
      at = near + apart.toMillis();
    }
  }

  private void change(Instant within, UnaryOperator<State> change) {
    String hour = HOUR.format(within);
    for (int i = 0; i < TRIES; i++) {
      if (page == null || !page.hour().equals(hour)) {
        page = read(hour);
      }
      State next = change.apply(page.state());
      if (next == page.state()) {
        // Nothing to grant by what this process remembers: believe it only when storage says so
        // too.
        Page fresh = read(hour);
        boolean same = fresh.etag().equals(page.etag());
        page = fresh;
        if (same) {
          return;
        }
        continue;
      }
      Optional<String> etag =
          objects.put(
              key(hour),
              NewObject.json(bytes(next)),
              page.etag()
                  .<Condition>map(Condition.Unchanged::new)
                  .orElseGet(Condition.Absent::new));
      if (etag.isPresent()) {
        page = new Page(hour, next, etag);
        return;
      }
      page = null;
      pause(i);
    }
    throw new StoreUnavailable(
        "s3", "writing " + key(hour) + " against " + TRIES + " other writers", null);
  }

  private Page read(String hour) {
    return objects
        .get(key(hour))
        .map(o -> new Page(hour, state(o.bytes()), Optional.of(o.etag())))
        .orElseGet(() -> new Page(hour, new State(0, new TreeSet<>(), false), Optional.empty()));
  }

  private static Instant resetsAt(Instant now) {
    return now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
  }

  private static String key(String hour) {
    return "state/harvest/ledger/" + hour + ".json";
  }

  private static byte[] bytes(State state) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("used", state.used()).put("exhausted", state.exhausted());
    state.slots().forEach(root.putArray("slots")::add);
    return root.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static State state(byte[] bytes) {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      NavigableSet<Long> slots = new TreeSet<>();
      root.path("slots").forEach(s -> slots.add(s.asLong()));
      return new State(root.path("used").asInt(), slots, root.path("exhausted").asBoolean());
    } catch (IOException e) {
      throw new StoreUnavailable("s3", "reading the quota ledger, which is no JSON,", e);
    }
  }

  private static void pause(int tries) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(2, 10L + 10L * Math.min(tries, 10)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("s3", "waiting for the quota ledger", e);
    }
  }
}
