package io.offblock.harvest.replay;

import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.payload.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks the loaders to load stored objects again. It sends messages and writes no payload; loading
 * twice changes nothing, so it may be asked for too much, stopped and begun again at will.
 */
public final class Replay {
  static final List<String> PLACES = List.of("raw/", "seen/");
  private static final int PAGE = 1000;
  private static final byte[] EMPTY = {'{', '}'};

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
   * @param through the last key to look at; null for all
   * @param most nothing is sent while more messages than this wait in a queue; null for no limit
   * @param marker object to write when all is sent; null for none
   */
  public record Question(
      String store,
      String since,
      String until,
      List<String> keys,
      String after,
      String through,
      Integer most,
      String marker) {
    /** Whether nothing behind this key, nor the key, is asked for. */
    private boolean endsBefore(String key) {
      return through != null && key.compareTo(through) > 0;
    }
  }

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
    if (question.most() != null
        && stores.stream().anyMatch(store -> queues.waiting(store) > question.most())) {
      return new Answer(0, 0, after);
    }
    for (String place : PLACES) {
      if (after.compareTo(place) > 0 && !after.startsWith(place)) {
        continue;
      }
      List<String> page = objects.list(place, after.startsWith(place) ? after : "", PAGE);
      while (!page.isEmpty()) {
        List<String> wanted =
            page.stream().filter(span::holds).filter(key -> !question.endsBefore(key)).toList();
        send(stores, wanted);
        found += wanted.size();
        after = page.getLast();
        if (question.endsBefore(after)) {
          break;
        }
        if (timeIsUp.getAsBoolean()) {
          return new Answer(found, found * stores.size(), after);
        }
        page = page.size() < PAGE ? List.of() : objects.list(place, after, PAGE);
      }
      if (question.endsBefore(after)) {
        break;
      }
    }
    if (question.marker() != null) {
      objects.put(question.marker(), NewObject.json(EMPTY), new Condition.Always());
    }
    return new Answer(found, found * stores.size(), null);
  }

  private void send(List<String> stores, List<String> keys) {
    List<StoredObject> wanted = new ArrayList<>();
    keys.forEach(key -> wanted.add(new StoredObject(bucket, key)));
    Consumer<String> send = store -> queues.send(store, wanted);
    stores.forEach(send);
  }

  static List<String> stores(String store) {
    if (store == null) {
      return LoadQueues.STORES;
    }
    if (!LoadQueues.STORES.contains(store)) {
      throw new IllegalArgumentException(
          "there is no store " + store + "; one of " + LoadQueues.STORES);
    }
    return List.of(store);
  }
}
