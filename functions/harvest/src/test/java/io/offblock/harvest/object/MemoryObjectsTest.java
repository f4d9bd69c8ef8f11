package io.offblock.harvest.object;

class MemoryObjectsTest extends ObjectStoreContract {
  private final MemoryObjects objects = new MemoryObjects();

  @Override
  ObjectStore objects() {
    return objects;
  }
}
