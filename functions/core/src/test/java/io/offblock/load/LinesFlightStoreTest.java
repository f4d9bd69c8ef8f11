package io.offblock.load;

import io.offblock.answer.StoreFacts;
import io.offblock.history.Holding;
import java.util.Optional;

/** The store in memory, keeping history as lines. */
class LinesFlightStoreTest extends FlightStoreContract {
  @Override
  protected FlightStore open() {
    return new MemoryFlightStore(Holding.LINES);
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
