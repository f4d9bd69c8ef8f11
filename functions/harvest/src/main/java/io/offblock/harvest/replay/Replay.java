package io.offblock.harvest.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.harvest.Timeline;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.payload.PayloadKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Sends stored payloads to the loaders again, by messages like those that S3's events make. It never writes an object. */
public final class Replay {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> STORES = List.of("postgres", "mongodb", "opensearch", "neo4j");
  private static final int PAGE = 1000;
  private static final int BATCH = 10;

  private final ObjectStore objects;
  private final Queues queues;
  private final String bucket;
  private final Timeline timeline;

  /**
   * What to send again.
   *
   * @param store one of the four; null for all
   * @param since fetched or seen at or after; null for the beginning
   * @param until before that; null for no end
   * @param keys exactly these objects; null for all in time
   * @param after the former answer's {@code after}, to go on from there; null to begin
   */
  public record Wish(String store, Instant since, Instant until, List<String> keys, String after) {}

  /**
   * What was sent.
   *
   * @param objects replayed by this call
   * @param messages sent, one an object and store
   * @param after to be handed in again where {@code done} is false
   * @param done whether nothing is left
   */
  public record Sent(int objects, int messages, String after, boolean done) {}

  public Replay(ObjectStore objects, Queues queues, String bucket, Timeline timeline) {
    this.objects = objects;
    this.queues = queues;
    this.bucket = bucket;
    this.timeline = timeline;
  }

  /**
   * Sends until all is sent or the time is over.
   *
   * @throws IllegalArgumentException where the store or a key is none
   */
  public Sent send(Wish wish, Instant stopAt) {
    if (wish.store() != null && !STORES.contains(wish.store())) {
      throw new IllegalArgumentException(
          "no store is named " + wish.store() + "; there are " + String.join(", ", STORES));
    }
    List<String> stores = wish.store() == null ? STORES : List.of(wish.store());
    if (wish.keys() != null) {
      return these(wish.keys(), stores);
    }
    int sent = 0;
    String after = wish.after() == null ? "" : wish.after();
    for (String prefix : List.of("raw/", "seen/")) {
      if (after.compareTo(prefix + Character.MAX_VALUE) > 0) {
        continue;
      }
      while (true) {
        if (!timeline.now().isBefore(stopAt)) {
          return new Sent(sent, sent * stores.size(), after, false);
        }
        List<String> page = objects.list(prefix, after.startsWith(prefix) ? after : "", PAGE);
        List<String> wanted = page.stream().filter(k -> within(k, wish)).toList();
        post(wanted, stores);
        sent += wanted.size();
        if (!page.isEmpty()) {
          after = page.getLast();
        }
        if (page.size() < PAGE) {
          break;
        }
      }
    }
    return new Sent(sent, sent * stores.size(), null, true);
  }

  private Sent these(List<String> keys, List<String> stores) {
    keys.stream()
        .filter(k -> !k.matches("(raw|seen)/.+") || PayloadKey.parse(k).isEmpty())
        .findFirst()
        .ifPresent(
            k -> {
              throw new IllegalArgumentException(
                  "no key of a payload: " + k + "; write it as raw/… or seen/…");
            });
    post(keys, stores);
    return new Sent(keys.size(), keys.size() * stores.size(), null, true);
  }

  private static boolean within(String key, Wish wish) {
    return PayloadKey.parse(key)
        .map(PayloadKey::fetchedAt)
        .filter(at -> wish.since() == null || !at.isBefore(wish.since()))
        .filter(at -> wish.until() == null || at.isBefore(wish.until()))
        .isPresent();
  }

  /** One thread a store; a store's messages in order. */
  private void post(List<String> keys, List<String> stores) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> sending =
          stores.stream()
              .map(store -> CompletableFuture.runAsync(() -> post(keys, store), threads))
              .toList();
      sending.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void post(List<String> keys, String store) {
    IntStream.iterate(0, i -> i < keys.size(), i -> i + BATCH)
        .mapToObj(i -> keys.subList(i, Math.min(keys.size(), i + BATCH)))
        .forEach(batch -> queues.send(store, batch.stream().map(this::body).toList()));
  }

  /** As the rule's transformer writes it. */
  private String body(String key) {
    ObjectNode body = MAPPER.createObjectNode();
    return body.put("bucket", bucket).put("key", key).toString();
  }
}
