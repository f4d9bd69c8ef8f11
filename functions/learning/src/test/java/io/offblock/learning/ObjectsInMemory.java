package io.offblock.learning;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import java.util.TreeMap;

/** Object storage of tests. */
final class ObjectsInMemory implements LearningObjects {
  final TreeMap<String, byte[]> objects = new TreeMap<>();

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public InputStream open(String key) {
    return new ByteArrayInputStream(
        get(key).orElseThrow(() -> new IllegalStateException("there is no object " + key)));
  }

  @Override
  public void put(String key, byte[] content, String contentType) {
    objects.put(key, content.clone());
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }
}
