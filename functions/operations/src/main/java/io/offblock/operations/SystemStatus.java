package io.offblock.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The whole system in one answer: whether all stores answer, how many flights are known and in the
 * air, how old their status is, what is left of the quota, and what waits in the queues. What
 * cannot be told is left out, and the system is then not ready.
 */
public final class SystemStatus {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The stores, in the order they are shown in. */
  static final List<String> STORES = List.of("postgres", "mongodb", "opensearch", "neo4j");

  /** A part that takes longer is told as one that does not answer: who asks is told the rest. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Queues queues;
  private final Peers peers;
  private final Duration patience;

  public SystemStatus(Queues queues, Peers peers) {
    this(queues, peers, PATIENCE);
  }

  SystemStatus(Queues queues, Peers peers, Duration patience) {
    this.queues = queues;
    this.peers = peers;
    this.patience = patience;
  }

  /**
   * Asks all parts side by side.
   *
   * @param requestId of the question, handed on to those who are asked
   */
  public JsonNode tell(String requestId) {
    long deadline = System.nanoTime() + patience.toNanos();
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Map<String, Future<Optional<JsonNode>>> stores = new LinkedHashMap<>();
      Map<String, Future<OptionalLong>> waiting = new LinkedHashMap<>();
      Map<String, Future<OptionalLong>> dead = new LinkedHashMap<>();
      for (String store : STORES) {
        stores.put(
            store, calls.submit(() -> peers.ask("ask-" + store, "/v1/stores/" + store, requestId)));
        waiting.put(store, calls.submit(depth("offblock-load-" + store)));
        dead.put(store, calls.submit(depth("offblock-load-" + store + "-dlq")));
      }
      Future<Optional<JsonNode>> harvest =
          calls.submit(() -> peers.ask("ask-harvest", "/v1/harvest", requestId));
      return answer(stores, harvest, waiting, dead, deadline);
    } finally {
      calls.shutdownNow();
    }
  }

  private Callable<OptionalLong> depth(String queue) {
    return () -> queues.depth(queue);
  }

  private static JsonNode answer(
      Map<String, Future<Optional<JsonNode>>> stores,
      Future<Optional<JsonNode>> harvest,
      Map<String, Future<OptionalLong>> waiting,
      Map<String, Future<OptionalLong>> dead,
      long deadline) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode held = JSON.createObjectNode();
    boolean ready = true;
    for (var store : stores.entrySet()) {
      Optional<JsonNode> told = got(store.getValue(), deadline, Optional.empty());
      ready &= told.isPresent();
      told.ifPresentOrElse(
          t -> held.set(store.getKey(), t),
          () -> held.putObject(store.getKey()).put("error", "does not answer"));
    }
    ObjectNode depths = JSON.createObjectNode();
    ObjectNode lettersOf = JSON.createObjectNode();
    long deadLetters = 0;
    boolean counted = true;
    for (String store : stores.keySet()) {
      got(waiting.get(store), deadline, OptionalLong.empty()).ifPresent(n -> depths.put(store, n));
      OptionalLong letters = got(dead.get(store), deadline, OptionalLong.empty());
      letters.ifPresent(n -> lettersOf.put(store, n));
      deadLetters += letters.orElse(0);
      counted &= letters.isPresent();
    }
    if (counted) {
      depths.put("dlq", deadLetters);
    }
    Optional<JsonNode> quota = got(harvest, deadline, Optional.empty()).map(h -> h.path("quota"));
    answer.put("ready", ready && counted && quota.isPresent());
    JsonNode postgres = held.path("postgres");
    ObjectNode flights = answer.putObject("flights");
    copy(postgres, "airborne", flights, "airborne");
    copy(postgres, "flights", flights, "known");
    if (postgres.has("freshness")) {
      answer.set("freshness", postgres.get("freshness"));
    }
    quota.ifPresent(
        q -> {
          ObjectNode shown = answer.putObject("quota");
          copy(q, "used", shown, "used");
          copy(q, "limit", shown, "limit");
          copy(q, "resetsAt", shown, "resetsAt");
        });
    answer.set("queues", depths);
    answer.set("deadLetters", lettersOf);
    answer.set("stores", held);
    return answer;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    if (from.has(name)) {
      to.set(as, from.get(name));
    }
  }

  private static <T> T got(Future<T> future, long deadline, T absent) {
    try {
      return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return absent;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a part of the status failed unforeseen", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the status", e);
    }
  }
}
