package io.offblock.harvest.replay;

import io.offblock.harvest.object.ObjectStore;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks the loaders to load stored objects again. It only sends messages and never writes objects;
 * loading twice changes nothing, so it may be asked for too much, stopped and begun again at will.
 */
public final class Replay {
  private static final List<String> PLACES = List.of("raw/", "seen/");
  private static final int PAGE = 1000;

  private final ObjectStore objects;
  private final LoadQueues queues;
  private final String bucket;

  /**
   * What to load again.
   *
   * @param store one store; null for all
   * @param since ISO instant: objects whose key's moment is at or after it; null for all
   * @param until ISO instant: objects before it; null for all
   * @param keys exactly these objects, in this order and as often as they stand here; null for a
   *     listing
   * @param after goes on behind this key, as a former answer's {@code next} said; null to begin
   */
  public record Question(
      String store, String since, String until, List<String> keys, String after) {}

  /**
   * What was asked of the loaders.
   *
   * @param payloads objects found
   * @param messages sent, over all stores
   * @param next where to go on; null where all is done
   */
  public record Answer(long payloads, long messages, String next) {}

  public Replay(ObjectStore objects, LoadQueues queues, String bucket) {
    this.objects = Objects.requireNonNull(objects);
    this.queues = Objects.requireNonNull(queues);
    this.bucket = Objects.requireNonNull(bucket);
  }

  /**
   * @param timeIsUp asked between pages; then the answer says where to go on
   * @throws IllegalArgumentException where the store is none or a moment is no ISO instant
   */
  public Answer run(Question question, BooleanSupplier timeIsUp) {
    List<String> stores = stores(question.store());
    Span span = Span.of(question.since(), question.until());
    if (question.keys() != null) {
      send(stores, question.keys());
      return new Answer(
          question.keys().size(), (long) question.keys().size() * stores.size(), null);
    }
    long found = 0;
    String after = Optional.ofNullable(question.after()).orElse("");
    for (String place : PLACES) {
      if (after.compareTo(place) > 0 && !after.startsWith(place)) {
        continue;
      }
      List<String> page = objects.list(place, after.startsWith(place) ? after : "", PAGE);
      while (!page.isEmpty()) {
        List<String> wanted = page.stream().filter(span::holds).toList();
        send(stores, wanted);
        found += wanted.size();
        after = page.getLast();
        if (timeIsUp.getAsBoolean()) {
          return new Answer(found, found * stores.size(), after);
        }
        page = page.size() < PAGE ? List.of() : objects.list(place, after, PAGE);
      }
    }
    return new Answer(found, found * stores.size(), null);
  }

  private void send(List<String> stores, List<String> keys) {
    List<StoredObject> wanted = new ArrayList<>();
    keys.forEach(key -> wanted.add(new StoredObject(bucket, key)));
    Consumer<String> send = store -> queues.send(store, wanted);
    stores.forEach(send);
  }

  private static List<String> stores(String store) {
    if (store == null) {
      return LoadQueues.STORES;
    }
    if (!LoadQueues.STORES.contains(store)) {
      throw new IllegalArgumentException(
          "there is no store " + store + "; one of " + LoadQueues.STORES);
    }
    return List.of(store);
  }

  /** A span of moments, the end not included. */
  private record Span(Instant since, Instant until) {
    static Span of(String since, String until) {
      return new Span(
          since == null ? Instant.MIN : Instant.parse(since),
          until == null ? Instant.MAX : Instant.parse(until));
    }

    boolean holds(String key) {
      return PayloadKey.parse(key)
          .map(PayloadKey::fetchedAt)
          .filter(at -> !at.isBefore(since) && at.isBefore(until))
          .isPresent();
    }
  }
}
