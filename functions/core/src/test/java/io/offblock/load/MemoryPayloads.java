package io.offblock.load;

import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Payloads and quarantine in memory, for tests that need no object storage. */
public final class MemoryPayloads implements PayloadSource, Quarantine {
  /** The bucket that all objects here are in. */
  public static final String BUCKET = "memory";

  private final Map<String, Payload> objects = new TreeMap<>();
  private final List<Note> notes = new ArrayList<>();

  /** A note in quarantine. */
  public record Note(String store, StoredObject object, String reason, String detail) {}

  /** Stores an answer under its raw key. */
  public StoredObject put(Payload payload) {
    objects.put(payload.key().objectKey(), payload);
    return new StoredObject(BUCKET, payload.key().objectKey());
  }

  /** Marks a stored answer as given again at the payload's new moment. */
  public StoredObject putSeen(Payload payload) {
    String key =
        io.offblock.payload.PayloadKey.of(
                payload.key().provider(), payload.key().path(), payload.seenAt(), payload.sha256())
            .seenKey();
    objects.put(key, payload);
    return new StoredObject(BUCKET, key);
  }

  /** What was quarantined, in order. */
  public List<Note> notes() {
    return List.copyOf(notes);
  }

  @Override
  public Payload read(StoredObject object) {
    Payload payload = objects.get(object.key());
    if (payload == null) {
      throw new MissingPayload(object.key());
    }
    if (!objects.containsKey(payload.key().objectKey())) {
      throw new MissingPayload(payload.key().objectKey());
    }
    return payload;
  }

  @Override
  public void put(String store, StoredObject object, String reason, String detail) {
    notes.add(new Note(store, object, reason, detail));
  }
}
