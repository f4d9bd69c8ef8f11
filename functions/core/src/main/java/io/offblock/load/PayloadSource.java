package io.offblock.load;

import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;

/** Where payloads are read from: object storage, or memory in tests. */
public interface PayloadSource {
  /**
   * The payload of an object. A marker under {@code seen/} is the raw payload it names, seen at the
   * marker's moment.
   *
   * @throws MissingPayload where the object, or the raw object that a marker names, is not there
   * @throws PoisonPayload where what lies there is no payload
   * @throws StoreUnavailable where storage cannot be reached; to be tried again
   */
  Payload read(StoredObject object);
}
