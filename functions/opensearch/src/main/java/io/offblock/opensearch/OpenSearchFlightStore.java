package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.answer.StoreCount;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.history.History;
import io.offblock.history.Holding;
import io.offblock.history.LineYear;
import io.offblock.load.FlightStore;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.SortOrder;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.SearchResponse;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Flights by month, lines in place of history, reference data and the ledger. OpenSearch has no
 * transactions: the ledger is written last, so a payload in it is loaded whole, and a load that
 * died before is made whole by the next delivery.
 */
public final class OpenSearchFlightStore implements FlightStore, StoreFacts {
  static final String FLIGHTS = "offblock-flights";
  static final String LINES = "offblock-lines";
  static final String PLACES = "offblock-places";
  static final String PAYLOADS = "offblock-payloads";
  private static final int PAGE = 1000;

  private final OpenSearchConnection connection;
  private final Documents documents;
  private final FlightDocument flights;
  private final FlightMonths months;
  private final PlaceDocument places;

  public OpenSearchFlightStore(OpenSearchConnection connection, Airports airports) {
    this.connection = Objects.requireNonNull(connection);
    documents = new Documents(connection);
    months = new FlightMonths(connection);
    flights = new FlightDocument(airports);
    places = new PlaceDocument(airports, Popularity.packaged());
  }

  @Override
  public String name() {
    return OpenSearchConnection.STORE;
  }

  @Override
  public Holding holding() {
    return Holding.LINES;
  }

  @Override
  public void apply(Payload payload, ParsedPayload parsed) {
    Map<String, Flight> reported = new TreeMap<>();
    for (FlightReport report : History.current(parsed.reports())) {
      reported.merge(report.id().toString(), Flight.of(report), Flight::merge);
    }
    join(reported.values());
    documents.join(
        LINES,
        LineYear.of(History.past(parsed.reports()), holding()),
        OpenSearchFlightStore::joined);

    Map<String, Map<String, Object>> items = new TreeMap<>();
    for (Reference item : parsed.references()) {
      items.merge(
          PlaceDocument.id(item),
          places.write(item, payload.version()),
          OpenSearchFlightStore::newer);
    }
    documents.join(
        PLACES,
        items,
        (stored, item) ->
            stored.isPresent() && newer(stored.get(), item).equals(stored.get())
                ? Optional.empty()
                : Optional.of(item));

    documents.join(
        PAYLOADS,
        Map.of(payload.key().id(), payload.seenAt()),
        (stored, seenAt) ->
            stored.isPresent() && !seenAt(stored.get()).isBefore(seenAt)
                ? Optional.empty()
                : Optional.of(Map.of("seen_at", seenAt.toString())));
  }

  private void join(Collection<Flight> reported) {
    try {
      FlightMonths.split(reported, Flight::id)
          .forEach(
              (index, news) -> {
                months.make(index);
                documents.join(index, news, this::joined);
              });
    } catch (StoreUnavailable e) {
      months.forget();
      throw e;
    }
  }

  private Optional<Map<String, Object>> joined(
      Optional<Map<String, Object>> stored, Flight reported) {
    Optional<Flight> before = stored.map(FlightDocument::read);
    Flight after = before.map(reported::merge).orElse(reported);
    return before.filter(after::equals).isPresent()
        ? Optional.empty()
        : Optional.of(flights.write(after));
  }

  private static Optional<Map<String, Object>> joined(
      Optional<Map<String, Object>> stored, LineYear told) {
    Optional<LineYear> before = stored.map(LineDocument::read);
    LineYear after = before.map(told::merge).orElse(told);
    return before.filter(after::equals).isPresent()
        ? Optional.empty()
        : Optional.of(LineDocument.write(after));
  }

  /**
   * The one of the newer version; of two in one version the one of greater text, so that order
   * never decides.
   */
  private static Map<String, Object> newer(Map<String, Object> a, Map<String, Object> b) {
    int order = PlaceDocument.version(a).compareTo(PlaceDocument.version(b));
    return order > 0 || (order == 0 && a.toString().compareTo(b.toString()) >= 0) ? a : b;
  }

  @Override
  public Map<FlightId, Flight> find(Collection<FlightId> ids) {
    Map<FlightId, Flight> found = new LinkedHashMap<>();
    try {
      FlightMonths.split(ids, id -> id)
          .forEach(
              (index, wanted) -> {
                if (months.exists(index)) {
                  documents
                      .read(index, List.copyOf(wanted.keySet()))
                      .values()
                      .forEach(
                          document -> {
                            Flight flight = FlightDocument.read(document);
                            found.put(flight.id(), flight);
                          });
                }
              });
    } catch (StoreUnavailable e) {
      months.forget();
      throw e;
    }
    return found;
  }

  @Override
  public void scan(LocalDate from, LocalDate to, Consumer<Flight> each) {
    scan(FLIGHTS, range("day", from.toString(), to.toString()), FlightDocument::read, each);
  }

  @Override
  public void scanLines(int from, int to, Consumer<LineYear> each) {
    scan(LINES, range("year", from, to), LineDocument::read, each);
  }

  private static Query range(String field, Object first, Object last) {
    return Query.of(
        q -> q.range(r -> r.field(field).gte(JsonData.of(first)).lte(JsonData.of(last))));
  }

  private <T> void scan(
      String index, Query query, Function<Map<String, Object>, T> read, Consumer<T> each) {
    refresh(index);
    List<FieldValue> after = List.of();
    do {
      SearchResponse<Map<String, Object>> page = page(index, query, after);
      for (Hit<Map<String, Object>> hit : page.hits().hits()) {
        each.accept(read.apply(hit.source()));
      }
      after = page.hits().hits().size() < PAGE ? List.of() : page.hits().hits().getLast().sort();
    } while (!after.isEmpty());
  }

  private SearchResponse<Map<String, Object>> page(
      String index, Query query, List<FieldValue> after) {
    return connection.ask(
        "scanning " + index,
        c ->
            c.search(
                s -> {
                  s.index(index)
                      .query(query)
                      .size(PAGE)
                      .sort(o -> o.field(f -> f.field("id").order(SortOrder.Asc)));
                  return after.isEmpty() ? s : s.searchAfter(after);
                },
                Documents.DOCUMENT));
  }

  @Override
  public StoreCount count() {
    refresh(FLIGHTS, PAYLOADS);
    long known = connection.ask("counting flights", c -> c.count(x -> x.index(FLIGHTS))).count();
    SearchResponse<Map<String, Object>> ledger =
        connection.ask(
            "counting payloads",
            c ->
                c.search(
                    s ->
                        s.index(PAYLOADS)
                            .size(1)
                            .trackTotalHits(t -> t.enabled(true))
                            .sort(o -> o.field(f -> f.field("seen_at").order(SortOrder.Desc))),
                    Documents.DOCUMENT));
    return StoreCount.of(
        known,
        ledger.hits().total().value(),
        ledger.hits().hits().stream().findFirst().map(h -> seenAt(h.source())));
  }

  @Override
  public Optional<Instant> loadedAt(String payloadId) {
    return Optional.ofNullable(documents.read(PAYLOADS, List.of(payloadId)).get(payloadId))
        .map(OpenSearchFlightStore::seenAt);
  }

  /** An item of reference data as it is stored. */
  Optional<Map<String, Object>> reference(String kind, String code) {
    String id = PlaceDocument.id(kind, code);
    return Optional.ofNullable(documents.read(PLACES, List.of(id)).get(id));
  }

  /** Makes what is written searchable at once. */
  private void refresh(String... indexes) {
    connection.ask("refreshing", c -> c.indices().refresh(r -> r.index(List.of(indexes))));
  }

  private static Instant seenAt(Map<String, Object> document) {
    return Instant.parse((String) document.get("seen_at"));
  }
}
