package io.offblock.harvest.object;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** Object storage in memory; passes {@link ObjectStoreContract} like S3 does. */
public final class MemoryObjects implements ObjectStore {
  private final TreeMap<String, Held> held = new TreeMap<>();
  private final AtomicLong versions = new AtomicLong();

  private record Held(NewObject object, String etag) {}

  @Override
  public synchronized Optional<StoredBytes> get(String key) {
    return Optional.ofNullable(held.get(key))
        .map(h -> new StoredBytes(h.object().bytes(), h.etag(), h.object().metadata()));
  }

  @Override
  public synchronized boolean exists(String key) {
    return held.containsKey(key);
  }

  @Override
  public synchronized Optional<String> put(String key, NewObject object, Condition condition) {
    Held before = held.get(key);
    boolean may =
        switch (condition) {
          case Condition.Always always -> true;
          case Condition.Absent absent -> before == null;
          case Condition.Unchanged unchanged ->
              before != null && before.etag().equals(unchanged.etag());
        };
    if (!may) {
      return Optional.empty();
    }
    String etag =
        "v" + versions.incrementAndGet() + "-" + ByteBuffer.wrap(object.bytes()).hashCode();
    held.put(key, new Held(object, etag));
    return Optional.of(etag);
  }

  @Override
  public synchronized List<String> list(String prefix, String after, int max) {
    return held.tailMap(prefix, true).keySet().stream()
        .takeWhile(k -> k.startsWith(prefix))
        .filter(k -> k.compareTo(after) > 0)
        .limit(Math.min(max, 1000))
        .toList();
  }

  @Override
  public synchronized List<String> folders(String prefix) {
    TreeSet<String> folders = new TreeSet<>();
    held.tailMap(prefix, true).keySet().stream()
        .takeWhile(k -> k.startsWith(prefix))
        .filter(k -> k.indexOf('/', prefix.length()) > 0)
        .forEach(k -> folders.add(k.substring(0, k.indexOf('/', prefix.length()) + 1)));
    return List.copyOf(folders);
  }

  public synchronized int size() {
    return held.size();
  }
}
