package io.offblock.harvest.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Object storage as the harvest uses it: whole objects, conditional writes, listings in key order.
 * One contract test runs on S3 and on the fake in memory.
 *
 * <p>Every method throws {@link io.offblock.load.StoreUnavailable} where storage cannot be reached
 * or refuses for now.
 */
public interface ObjectStore {
  /** The object, or empty where there is none. */
  Optional<StoredBytes> get(String key);

  /** Whether there is an object of this key. */
  boolean exists(String key);

  /**
   * Writes an object if the condition holds.
   *
   * @return its etag; empty where the condition does not hold, or another write was under way
   */
  Optional<String> put(String key, NewObject object, Condition condition);

  /**
   * Keys under a prefix, in order.
   *
   * @param after start behind this key; empty for the beginning
   * @param max keys at most, up to 1000
   */
  List<String> list(String prefix, String after, int max);

  /** The parts below a prefix up to the next slash, as full prefixes, in order. */
  List<String> folders(String prefix);

  /**
   * An object that was read.
   *
   * @param metadata lower-case names
   */
  record StoredBytes(byte[] bytes, String etag, Map<String, String> metadata) {}

  /**
   * An object to write.
   *
   * @param metadata lower-case names, ASCII values
   */
  record NewObject(byte[] bytes, String contentType, Map<String, String> metadata) {
    /** JSON text without metadata. */
    public static NewObject json(byte[] bytes) {
      return new NewObject(bytes, "application/json", Map.of());
    }

    /** A gzip file. */
    public static NewObject gzip(byte[] bytes, Map<String, String> metadata) {
      return new NewObject(bytes, "application/gzip", metadata);
    }
  }

  /** When a write may happen. */
  sealed interface Condition {
    /** Whatever is there. */
    record Always() implements Condition {}

    /** Only where nothing is there. */
    record Absent() implements Condition {}

    /** Only over this very version. */
    record Unchanged(String etag) implements Condition {}
  }
}
