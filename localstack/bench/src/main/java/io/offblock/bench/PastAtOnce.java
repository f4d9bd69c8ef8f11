package io.offblock.bench;

import io.offblock.bench.Contender.Told;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import io.offblock.payload.ParsedPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Flights of the past on their way into a store that keeps lines of them: a line is written once
 * for many days instead of once a day, as if one payload had told of all. What the store holds in
 * the end is the same.
 */
public final class PastAtOnce {
  private static final int FLIGHTS = 100_000;

  private final FlightStore store;
  private final List<FlightReport> gathered = new ArrayList<>();
  private Optional<Told> last = Optional.empty();

  public PastAtOnce(FlightStore store) {
    this.store = store;
  }

  /** Takes more; some hundred thousand are written together. */
  public void add(List<Told> told) {
    told.forEach(one -> gathered.addAll(one.parsed().reports()));
    last = told.isEmpty() ? last : Optional.of(told.getLast());
    if (gathered.size() >= FLIGHTS) {
      write();
    }
  }

  /** Writes what is left. */
  public void write() {
    last.ifPresent(
        told ->
            store.apply(
                told.payload(),
                new ParsedPayload(gathered, told.parsed().references(), List.of(), List.of())));
    gathered.clear();
    last = Optional.empty();
  }
}
