package io.offblock.harvest.raw;

import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.load.MissingPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.StoredObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Payloads in memory; the keys also stand in an object store, so that listings find them. */
public final class MemoryVault implements PayloadVault {
  private final Map<String, Payload> kept = new ConcurrentHashMap<>();
  private final ObjectStore objects;

  public MemoryVault(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public StoredObject put(Payload payload, int status) {
    return keep(payload.key().objectKey(), payload);
  }

  @Override
  public StoredObject putSeen(Payload payload) {
    PayloadKey key =
        PayloadKey.of("lufthansa", payload.key().path(), payload.seenAt(), payload.sha256());
    return keep(key.seenKey(), payload);
  }

  @Override
  public Payload read(StoredObject object) {
    Payload payload = kept.get(object.key());
    if (payload == null) {
      throw new MissingPayload(object.key());
    }
    return payload;
  }

  public Map<String, Payload> kept() {
    return Map.copyOf(kept);
  }

  private StoredObject keep(String key, Payload payload) {
    kept.put(key, payload);
    objects.put(key, NewObject.json(new byte[0]), new Condition.Always());
    return new StoredObject("memory", key);
  }
}
