package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.bench.Contender;
import io.offblock.flight.Flight;
import io.offblock.load.FlightStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;

/** OpenSearch at best: bulk requests of 5,000 documents. */
public final class OpenSearchContender implements Contender {
  private static final int AT_ONCE = 5000;

  private final OpenSearchConnection connection;
  private final OpenSearchFlightStore store;
  private final FlightDocument documents = new FlightDocument(Airports.packaged());

  public OpenSearchContender(String url) {
    connection = OpenSearchConnection.to(URI.create(url));
    store = new OpenSearchFlightStore(connection, Airports.packaged());
  }

  @Override
  public FlightStore open() {
    new Schema(connection).apply();
    return store;
  }

  @Override
  public Bare prepared(List<Told> told) {
    List<BulkOperation> operations = new ArrayList<>();
    for (Told one : told) {
      one.parsed().reports().stream()
          .map(Flight::of)
          .forEach(
              flight ->
                  operations.add(
                      operation(
                          FlightMonths.index(flight.id()),
                          flight.id().toString(),
                          documents.write(flight))));
      operations.add(
          operation(
              OpenSearchFlightStore.PAYLOADS,
              one.payload().key().id(),
              Map.of("seen_at", one.payload().seenAt().toString())));
    }
    return () -> {
      for (int i = 0; i < operations.size(); i += AT_ONCE) {
        List<BulkOperation> some = operations.subList(i, Math.min(operations.size(), i + AT_ONCE));
        if (connection.ask("writing", c -> c.bulk(b -> b.operations(some))).errors()) {
          throw new IllegalStateException("a document was refused");
        }
      }
    };
  }

  private static BulkOperation operation(String index, String id, Map<String, Object> document) {
    return BulkOperation.of(o -> o.index(x -> x.index(index).id(id).document(document)));
  }
}
