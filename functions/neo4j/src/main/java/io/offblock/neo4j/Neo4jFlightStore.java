package io.offblock.neo4j;

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
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.neo4j.driver.Transaction;

/**
 * Flights, the airports, airlines and aircraft that they join, lines in place of history, and the
 * ledger, as one graph. A payload is one transaction.
 */
public final class Neo4jFlightStore implements FlightStore, StoreFacts {
  private final Neo4jConnection connection;
  private final Schema schema;
  private volatile boolean schemaSeen;

  public Neo4jFlightStore(Neo4jConnection connection) {
    this.connection = Objects.requireNonNull(connection);
    schema = new Schema(connection);
  }

  @Override
  public String name() {
    return Neo4jConnection.STORE;
  }

  @Override
  public Holding holding() {
    return Holding.ROUTES;
  }

  @Override
  public void apply(Payload payload, ParsedPayload parsed) {
    requireSchema();
    SortedMap<String, LineYear> lines = LineYear.of(History.past(parsed.reports()), holding());
    SortedMap<String, Flight> reported = new TreeMap<>();
    for (FlightReport report : History.current(parsed.reports())) {
      reported.merge(report.id().toString(), Flight.of(report), Flight::merge);
    }
    SortedMap<String, SortedMap<String, ReferenceNode>> items = new TreeMap<>();
    for (Reference item : parsed.references()) {
      items
          .computeIfAbsent(item.kind(), k -> new TreeMap<>())
          .merge(
              item.code(),
              ReferenceNode.of(item, payload.version()),
              (a, b) -> a.toString().compareTo(b.toString()) >= 0 ? a : b);
    }
    connection.write(
        "loading a payload",
        transaction -> {
          new FlightWrites(transaction).merge(reported);
          new LineWrites(transaction).merge(lines);
          ArrivalForecasts.write(transaction, payload, parsed.forecasts());
          items.values().forEach(kind -> replace(transaction, List.copyOf(kind.values())));
          note(transaction, payload);
        });
  }

  /** Replaces the nodes of one kind that are older. */
  private static void replace(Transaction transaction, List<ReferenceNode> nodes) {
    String label = nodes.getFirst().label();
    String key = nodes.getFirst().key();
    new FlightWrites(transaction)
        .lock(label, key, nodes.stream().map(ReferenceNode::code).toList());
    transaction
        .run(
            """
            UNWIND $rows AS row MATCH (n:%s {%s: row.%s})
            WHERE n.version_at IS NULL OR n.version_at < row.version_at
               OR (n.version_at = row.version_at AND n.version_sha256 < row.version_sha256)
            SET n = row"""
                .formatted(label, key, key),
            Map.of("rows", nodes.stream().map(ReferenceNode::properties).toList()))
        .consume();
  }

  private static void note(Transaction transaction, Payload payload) {
    transaction
        .run(
            """
            MERGE (p:Payload {id: $id}) SET p.locked = true REMOVE p.locked
            WITH p WHERE p.seen_at IS NULL OR p.seen_at < $at SET p.seen_at = $at""",
            Map.of("id", payload.key().id(), "at", payload.seenAt().atOffset(ZoneOffset.UTC)))
        .consume();
  }

  /** Without the constraints two loaders would make one flight twice, and nobody would notice. */
  private void requireSchema() {
    if (!schemaSeen) {
      if (!schema.isThere()) {
        throw new StoreUnavailable(
            Neo4jConnection.STORE, "finding the constraints that schema-neo4j makes", null);
      }
      schemaSeen = true;
    }
  }

  @Override
  public Map<FlightId, Flight> find(Collection<FlightId> ids) {
    return connection.read(
        "reading flights",
        transaction ->
            new FlightWrites(transaction)
                .read(ids.stream().map(FlightId::toString).distinct().toList()).values().stream()
                    .collect(
                        Collectors.toMap(Flight::id, f -> f, (a, b) -> a, LinkedHashMap::new)));
  }

  @Override
  public void scan(LocalDate from, LocalDate to, Consumer<Flight> each) {
    connection.read(
        "scanning flights",
        transaction -> {
          transaction
              .run(
                  "MATCH (f:Flight) WHERE f.day >= $from AND f.day <= $to RETURN properties(f) AS facts",
                  Map.of("from", from, "to", to))
              .forEachRemaining(r -> FlightNode.read(r.get("facts").asMap()).ifPresent(each));
          return null;
        });
  }

  @Override
  public void scanLines(int from, int to, Consumer<LineYear> each) {
    connection.read(
        "scanning lines",
        transaction -> {
          transaction
              .run(
                  "MATCH ()-[r:FLEW]->() WHERE r.year >= $from AND r.year <= $to RETURN properties(r) AS line",
                  Map.of("from", from, "to", to))
              .forEachRemaining(r -> each.accept(LineWrites.read(r.get("line"))));
          return null;
        });
  }

  @Override
  public StoreCount count() {
    return connection.read(
        "counting",
        transaction ->
            StoreCount.of(
                number(transaction, "MATCH (f:Flight) RETURN count(f) AS n"),
                number(transaction, "MATCH (p:Payload) RETURN count(p) AS n"),
                moment(
                    transaction,
                    "MATCH (p:Payload) WHERE p.seen_at IS NOT NULL"
                        + " RETURN p.seen_at AS at ORDER BY at DESC LIMIT 1",
                    Map.of())));
  }

  @Override
  public Optional<Instant> loadedAt(String payloadId) {
    return connection.read(
        "reading the ledger",
        transaction ->
            moment(
                transaction,
                "MATCH (p:Payload {id: $id}) RETURN p.seen_at AS at",
                Map.of("id", payloadId)));
  }

  /** An item of reference data as it is stored; a node that only flights spoke of is none. */
  Optional<Map<String, Object>> reference(String kind, String code) {
    String statement =
        "MATCH (n:%s {%s: $code}) WHERE n.version_at IS NOT NULL RETURN properties(n) AS item"
            .formatted(ReferenceNode.label(kind), ReferenceNode.key(kind));
    return connection.read(
        "reading reference data",
        transaction ->
            transaction.run(statement, Map.of("code", code)).stream()
                .findFirst()
                .map(r -> r.get("item").asMap()));
  }

  private static long number(Transaction transaction, String statement) {
    return transaction.run(statement).single().get("n").asLong();
  }

  private static Optional<Instant> moment(
      Transaction transaction, String statement, Map<String, Object> parameters) {
    return transaction.run(statement, parameters).stream()
        .findFirst()
        .map(r -> r.get("at").asZonedDateTime().toInstant());
  }
}
