package io.offblock.aws;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which object a line of the log is about: one that is logged while work on the object is under
 * way, by whoever, and one that tells later what the work threw. Who handles a failure, such as
 * {@link LoggedHandler}, knows no objects.
 */
public final class LoggedObject {
  private static final ScopedValue<String> KEY = ScopedValue.newInstance();

  /** What was thrown, for as long as somebody holds it, by what the work was about. */
  private static final Map<Throwable, String> THROWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Causes that are looked through: they might lead in a circle. */
  private static final int DEEPEST_CAUSE = 50;

  private LoggedObject() {}

  /**
   * Does work on an object. Work within work is about the outer one's object: a note that is
   * written about a payload is about the payload.
   *
   * @param key the object's key
   * @return what the work returned; what it throws is thrown
   */
  public static <T> T during(String key, Supplier<T> work) {
    Objects.requireNonNull(key);
    if (KEY.isBound()) {
      return work.get();
    }
    try {
      return ScopedValue.where(KEY, key).call(work::get);
    } catch (RuntimeException | Error e) {
      THROWN.put(e, key);
      throw e;
    }
  }

  /** As the other, of work that returns nothing. */
  public static void during(String key, Runnable work) {
    during(
        key,
        () -> {
          work.run();
          return key;
        });
  }

  /** What the work of this thread is about. */
  static Optional<String> now() {
    return KEY.isBound() ? Optional.of(KEY.get()) : Optional.empty();
  }

  /** What the work was about that threw this, or one of its causes. */
  static Optional<String> of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST_CAUSE)
        .flatMap(t -> Optional.ofNullable(THROWN.get(t)).stream())
        .findFirst();
  }
}
