package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Queues} promises, for whoever keeps the queues. */
abstract class QueuesContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String queue = "load-" + UUID.randomUUID().toString().substring(0, 8);
  private final String dead = queue + "-dlq";

  protected abstract Queues queues();

  /** A queue whose messages go to the other after some tries. */
  protected abstract void make(String queue, String deadLetters);

  protected abstract void put(String queue, List<String> messages);

  /** All messages of a queue, taken out of it. */
  protected abstract List<String> take(String queue);

  @BeforeEach
  void make() {
    make(queue, dead);
  }

  @Test
  void messagesAreCountedByQueue() {
    assertEquals(OptionalLong.of(0), queues().depth(queue));
    put(queue, List.of("a", "b"));
    put(dead, List.of("c"));
    assertEquals(OptionalLong.of(2), queues().depth(queue));
    assertEquals(OptionalLong.of(1), queues().depth(dead));
  }

  @Test
  void aQueueThatIsNotThereHasNoDepthAndCannotBeSentBack() {
    assertEquals(OptionalLong.empty(), queues().depth("none-" + queue));
    assertThrows(QueueUnreachable.class, () -> queues().sendBack("none-" + queue, queue));
  }

  @Test
  void deadLettersStayWhereThereIsNoQueueToSendThemTo() {
    put(dead, List.of("a"));
    assertThrows(QueueUnreachable.class, () -> queues().sendBack(dead, "none-" + queue));
    assertEquals(OptionalLong.of(1), queues().depth(dead));
  }

  @Test
  void deadLettersAreSentBackAsTheyWereAndBesideThoseThatWait() {
    put(queue, List.of("waits"));
    put(dead, List.of("a", "b", "{\"key\":\"raw/ü\"}"));
    queues().sendBack(dead, queue);
    eventually(0, dead);
    eventually(4, queue);
    assertEquals(
        List.of("a", "b", "waits", "{\"key\":\"raw/ü\"}"),
        take(queue).stream().sorted(Comparator.naturalOrder()).toList());
  }

  @Test
  void sendingBackTwiceOrNothingIsNoMistake() {
    queues().sendBack(dead, queue);
    put(dead, List.of("a", "b", "c", "d", "e", "f"));
    queues().sendBack(dead, queue);
    queues().sendBack(dead, queue);
    eventually(0, dead);
    eventually(6, queue);
  }

  private void eventually(long depth, String of) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!queues().depth(of).equals(OptionalLong.of(depth))) {
      if (System.nanoTime() > deadline) {
        fail("%s has %s messages, not %d".formatted(of, queues().depth(of), depth));
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
