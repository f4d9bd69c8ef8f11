package io.offblock.harvest.raw;

import io.offblock.aws.S3Payloads;
import io.offblock.load.PayloadSource;
import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;

/** Where payloads are kept for good. */
public interface PayloadVault extends PayloadSource {
  /** Keeps an answer; keeping it again writes the same bytes. */
  StoredObject put(Payload payload, int status);

  /** Marks an answer as given again at {@link Payload#seenAt()}, unchanged. */
  StoredObject putSeen(Payload payload);

  /** In S3. */
  static PayloadVault of(S3Payloads payloads) {
    return new PayloadVault() {
      @Override
      public StoredObject put(Payload payload, int status) {
        return payloads.put(payload, status);
      }

      @Override
      public StoredObject putSeen(Payload payload) {
        return payloads.putSeen(payload);
      }

      @Override
      public Payload read(StoredObject object) {
        return payloads.read(object);
      }
    };
  }
}
