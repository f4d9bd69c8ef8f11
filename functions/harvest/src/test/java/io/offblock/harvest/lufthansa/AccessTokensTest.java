package io.offblock.harvest.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.AccessTokens.Leave;
import io.offblock.harvest.lufthansa.AccessTokens.Refusing;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private final AccessTokens tokens =
      new AccessTokens(
          URI.create("http://127.0.0.1:9/v1"),
          Keys.of(new Credentials("an-id", "a-secret")),
          new Exchange(),
          Timeline.system());
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aRenewalThatFailsAlsoFailsForThoseWhoWaitedForItAndForNobodyAfterwards() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FutureTask<Refusing> first =
        new FutureTask<>(
            () ->
                refused(
                    () -> {
                      begun.countDown();
                      goOn.await();
                      throw new Refusing(null);
                    }));
    Thread.ofPlatform().start(first);
    begun.await();
    FutureTask<Refusing> second = new FutureTask<>(() -> refused(this::countAndRefuse));
    Thread waiting = Thread.ofPlatform().start(second);
    while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(5);
    }
    goOn.countDown();
    assertSame(first.get(), second.get());
    assertEquals(0, asked.get(), "it waited, and then asked for itself all the same");

    refused(this::countAndRefuse);
    assertEquals(1, asked.get());
  }

  private void countAndRefuse() throws Refusing {
    asked.incrementAndGet();
    throw new Refusing(null);
  }

  private Refusing refused(Leave leave) {
    return assertThrows(
        Refusing.class, () -> tokens.current(null, leave, Instant.now().plusSeconds(20)));
  }
}
