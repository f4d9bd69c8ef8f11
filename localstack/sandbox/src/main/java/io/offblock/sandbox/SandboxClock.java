package io.offblock.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The sandbox's idea of now: a source of instants plus an offset that a test or the "clock skew"
 * fault moves. The world, the quota's clock hour and the Date header all follow it.
 */
public final class SandboxClock implements InstantSource {
  private final InstantSource source;
  private final Duration offset;
  private final AtomicReference<Duration> skew = new AtomicReference<>(Duration.ZERO);

  private SandboxClock(InstantSource source, Duration offset) {
    this.source = source;
    this.offset = offset;
  }

  /** The machine's clock moved by {@code offset}. */
  public static SandboxClock system(Duration offset) {
    return new SandboxClock(InstantSource.system(), offset);
  }

  /** A clock that a test drives. */
  public static SandboxClock of(InstantSource source) {
    return new SandboxClock(source, Duration.ZERO);
  }

  @Override
  public Instant instant() {
    return source.instant().plus(offset).plus(skew.get());
  }

  /** Moves the clock further, on top of its fixed offset; zero puts it right again. */
  public void skewBy(Duration skew) {
    this.skew.set(skew);
  }
}
