package io.offblock.operations;

import java.util.List;

class MemoryQueuesTest extends QueuesContract {
  private final MemoryQueues queues = new MemoryQueues();

  @Override
  protected Queues queues() {
    return queues;
  }

  @Override
  protected void make(String queue, String deadLetters) {
    queues.put(queue, List.of());
    queues.put(deadLetters, List.of());
  }

  @Override
  protected void put(String queue, List<String> messages) {
    queues.put(queue, messages);
  }

  @Override
  protected List<String> take(String queue) {
    return queues.take(queue);
  }
}
