package io.offblock.harvest;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * A clock that jumps: sleeping takes no time. Whoever wants to know is told of every full second
 * that passes.
 */
public final class PlayedTimeline implements Timeline {
  private Instant now;
  private Consumer<Instant> each = second -> {};

  public PlayedTimeline(Instant start) {
    now = start;
  }

  public void eachSecond(Consumer<Instant> each) {
    this.each = each;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleepUntil(Instant moment) {
    while (now.isBefore(moment)) {
      Instant second = Instant.ofEpochSecond(now.getEpochSecond() + 1);
      if (second.isAfter(moment)) {
        now = moment;
        return;
      }
      now = second;
      each.accept(second);
    }
  }
}
