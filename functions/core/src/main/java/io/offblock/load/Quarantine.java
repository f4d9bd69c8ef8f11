package io.offblock.load;

import io.offblock.payload.StoredObject;

/** Where payloads go that a store cannot take, so that nothing is lost without a word. */
public interface Quarantine {
  /**
   * Notes that a store could not take an object. Noting it again replaces the note.
   *
   * @param store the store's name
   * @param reason the short word (see {@link io.offblock.payload.PoisonPayload#reason()}), or
   *     {@code missing}
   * @param detail what exactly is wrong
   * @throws StoreUnavailable where the note cannot be written; the message then comes again
   */
  void put(String store, StoredObject object, String reason, String detail);
}
