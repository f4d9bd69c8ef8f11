package io.offblock.operations;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Queues} in memory; what is sent back has moved at once. */
final class MemoryQueues implements Queues {
  private final Map<String, Deque<String>> queues = new ConcurrentHashMap<>();

  /** The queue of each store and of its dead letters, all of them empty. */
  static MemoryQueues ofEveryStore() {
    MemoryQueues queues = new MemoryQueues();
    for (String store : SystemStatus.STORES) {
      queues.put("offblock-load-" + store, List.of());
      queues.put("offblock-load-" + store + "-dlq", List.of());
    }
    return queues;
  }

  /** Puts messages into a queue, which is made where it is not there. */
  void put(String queue, List<String> messages) {
    queues.computeIfAbsent(queue, q -> new ArrayDeque<>()).addAll(messages);
  }

  List<String> take(String queue) {
    List<String> messages = List.copyOf(queues.get(queue));
    queues.get(queue).clear();
    return messages;
  }

  void remove(String queue) {
    queues.remove(queue);
  }

  @Override
  public OptionalLong depth(String queue) {
    return queues.containsKey(queue)
        ? OptionalLong.of(queues.get(queue).size())
        : OptionalLong.empty();
  }

  @Override
  public void sendBack(String deadLetters, String queue) {
    for (String name : List.of(deadLetters, queue)) {
      if (!queues.containsKey(name)) {
        throw new QueueUnreachable(name, new NoSuchElementException(name));
      }
    }
    put(queue, take(deadLetters));
  }
}
