package io.offblock.load;

import io.offblock.answer.StoreFacts;
import java.util.Optional;

class MemoryFlightStoreTest extends FlightStoreContract {
  @Override
  protected FlightStore open() {
    return new MemoryFlightStore();
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return (StoreFacts) store;
  }

  @Override
  protected Optional<String> englishName(FlightStore store, String kind, String code) {
    return ((MemoryFlightStore) store)
        .reference(kind, code)
        .flatMap(r -> Optional.ofNullable(r.names().get("EN")));
  }
}
