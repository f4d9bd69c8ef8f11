package io.offblock.learning;

import java.io.InputStream;
import java.util.Optional;

/**
 * Object storage as learning uses it: whole objects under {@code training/} and {@code
 * state/model/}.
 *
 * <p>Every method throws {@link io.offblock.load.StoreUnavailable} where storage cannot be reached.
 */
public interface LearningObjects {
  /** The object, or empty where there is none. */
  Optional<byte[]> get(String key);

  /**
   * The object as a stream, for what does not fit in memory; to be closed.
   *
   * @throws IllegalStateException where there is none
   */
  InputStream open(String key);

  /** Writes an object, whatever was there. */
  void put(String key, byte[] content, String contentType);

  /** Removes an object; nothing where there is none. */
  void delete(String key);
}
