package io.offblock.load;

import io.offblock.answer.StoreCount;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.flight.Version;
import io.offblock.history.History;
import io.offblock.history.Holding;
import io.offblock.history.LineYear;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The store that tests use where no engine is needed. It keeps flights as their facts, as the real
 * ones do.
 */
public final class MemoryFlightStore implements FlightStore, StoreFacts {
  private final Map<FlightId, Map<String, Object>> flights = new ConcurrentHashMap<>();
  private final Map<String, Instant> ledger = new ConcurrentHashMap<>();
  private final Map<String, Item> references = new ConcurrentHashMap<>();
  private final Map<String, LineYear> lines = new ConcurrentHashMap<>();
  private final Holding holding;

  private record Item(Version version, Reference reference) {}

  /** A store of everything. */
  public MemoryFlightStore() {
    this(Holding.EVERYTHING);
  }

  public MemoryFlightStore(Holding holding) {
    this.holding = holding;
  }

  @Override
  public Holding holding() {
    return holding;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void apply(Payload payload, ParsedPayload parsed) {
    List<FlightReport> reports = parsed.reports();
    if (holding != Holding.EVERYTHING) {
      LineYear.of(History.past(reports), holding)
          .forEach((id, line) -> lines.merge(id, line, LineYear::merge));
      reports = History.current(reports);
    }
    for (FlightReport report : reports) {
      flights.merge(
          report.id(),
          FlightFacts.write(Flight.of(report)),
          (a, b) -> FlightFacts.write(FlightFacts.read(a).merge(FlightFacts.read(b))));
    }
    for (Reference reference : parsed.references()) {
      references.merge(
          reference.kind() + '/' + reference.code(),
          new Item(payload.version(), reference),
          (a, b) -> a.version().compareTo(b.version()) > 0 ? a : b);
    }
    ledger.merge(payload.key().id(), payload.seenAt(), (a, b) -> a.isAfter(b) ? a : b);
  }

  @Override
  public Map<FlightId, Flight> find(Collection<FlightId> ids) {
    Map<FlightId, Flight> found = new LinkedHashMap<>();
    for (FlightId id : ids) {
      Optional.ofNullable(flights.get(id)).ifPresent(f -> found.put(id, FlightFacts.read(f)));
    }
    return found;
  }

  @Override
  public void scan(LocalDate from, LocalDate to, Consumer<Flight> each) {
    flights.forEach(
        (id, facts) -> {
          if (!id.day().isBefore(from) && !id.day().isAfter(to)) {
            each.accept(FlightFacts.read(facts));
          }
        });
  }

  @Override
  public void scanLines(int from, int to, Consumer<LineYear> each) {
    lines.values().stream().filter(line -> line.year() >= from && line.year() <= to).forEach(each);
  }

  @Override
  public StoreCount count() {
    return StoreCount.of(
        flights.size(), ledger.size(), ledger.values().stream().max(Comparator.naturalOrder()));
  }

  @Override
  public Optional<Instant> loadedAt(String payloadId) {
    return Optional.ofNullable(ledger.get(payloadId));
  }

  /** The item of reference data. */
  public Optional<Reference> reference(String kind, String code) {
    return Optional.ofNullable(references.get(kind + '/' + code)).map(Item::reference);
  }
}
