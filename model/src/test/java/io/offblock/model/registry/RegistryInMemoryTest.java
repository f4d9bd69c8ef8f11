package io.offblock.model.registry;

class RegistryInMemoryTest extends ModelRegistryContract {
  private final ModelRegistry registry = new RegistryInMemory();

  @Override
  ModelRegistry registry() {
    return registry;
  }
}
