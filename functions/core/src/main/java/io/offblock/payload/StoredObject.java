package io.offblock.payload;

import java.util.Objects;

/**
 * The message on a loader's queue: an object was stored.
 *
 * @param bucket its bucket
 * @param key its key, under {@code raw/} or {@code seen/}
 */
public record StoredObject(String bucket, String key) {
  public StoredObject {
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(key, "key");
  }
}
