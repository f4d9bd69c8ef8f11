package io.offblock.load;

import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;

class MemoryPayloadsTest extends PayloadSourceContract {
  private final MemoryPayloads payloads = new MemoryPayloads();

  @Override
  protected PayloadSource source() {
    return payloads;
  }

  @Override
  protected StoredObject put(Payload payload) {
    return payloads.put(payload);
  }

  @Override
  protected StoredObject putSeen(Payload payload) {
    return payloads.putSeen(payload);
  }
}
