package io.offblock.neo4j;

import io.offblock.flight.Flight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;

/**
 * Writes flights inside a transaction: locks those that will change, reads them under the lock,
 * merges, writes; those that are new are made at once. Everybody locks in the same order (flights
 * by id, then airports, airlines, aircraft by code), so loaders wait for each other instead of
 * deadlocking. A flight that would not change is neither locked nor written.
 */
final class FlightWrites {
  private final Transaction transaction;

  FlightWrites(Transaction transaction) {
    this.transaction = Objects.requireNonNull(transaction);
  }

  void merge(SortedMap<String, Flight> reported) {
    // Facts only ever become newer: what changes nothing now never will.
    Map<String, Flight> seen = read(reported.keySet());
    List<String> changing = new ArrayList<>(changes(seen, reported).keySet());
    if (changing.isEmpty()) {
      return;
    }
    List<String> known = changing.stream().filter(seen::containsKey).toList();
    List<Flight> fresh =
        changing.stream().filter(id -> !seen.containsKey(id)).map(reported::get).toList();
    lock("Flight", "id", known);
    Map<String, Flight> before = known.isEmpty() ? Map.of() : read(known);
    SortedMap<String, Flight> after = changes(before, reported);
    after.keySet().retainAll(known);
    List<Flight> flown =
        after.values().stream()
            .filter(f -> !registration(f).equals(registration(before.get(f.id().toString()))))
            .toList();
    lock("Airport", "iata", codes(fresh, f -> List.of(f.id().origin(), f.id().destination())));
    lock("Airline", "code", codes(fresh, f -> List.of(f.id().operating().carrier())));
    List<Flight> ofAircraft = Stream.concat(fresh.stream(), flown.stream()).toList();
    lock("Aircraft", "registration", codes(ofAircraft, f -> registration(f).stream().toList()));
    create(fresh);
    if (!after.isEmpty()) {
      transaction
          .run(
              "UNWIND $rows AS row MATCH (f:Flight {id: row.id}) SET f = row",
              Map.of("rows", after.values().stream().map(FlightNode::write).toList()))
          .consume();
    }
    fly(flown);
  }

  /**
   * Makes flights that are not there, with all that they join. Another loader that makes one of
   * them at the same time waits for this transaction and is then refused by the constraint: it
   * reads again ({@link Neo4jConnection#write}).
   *
   * <p>Each end is sought by the row's own code and by its index: told to follow the flight's own
   * properties instead, the planner may begin at all airports, and does where it planned while the
   * graph was empty.
   */
  private void create(List<Flight> fresh) {
    if (!fresh.isEmpty()) {
      transaction
          .run(
              """
              UNWIND $rows AS row
              MATCH (from:Airport {iata: row.origin}) USING INDEX from:Airport(iata)
              MATCH (to:Airport {iata: row.destination}) USING INDEX to:Airport(iata)
              MATCH (by:Airline {code: row.carrier}) USING INDEX by:Airline(code)
              CREATE (f:Flight) SET f = row
              CREATE (f)-[:FROM]->(from) CREATE (f)-[:TO]->(to) CREATE (f)-[:OPERATED_BY]->(by)
              WITH f, row WHERE row.registration IS NOT NULL
              MATCH (a:Aircraft {registration: row.registration}) USING INDEX a:Aircraft(registration)
              CREATE (f)-[:FLOWN_BY]->(a)""",
              Map.of("rows", fresh.stream().map(FlightNode::write).toList()))
          .consume();
    }
  }

  /** The flights of these ids that the graph has. */
  Map<String, Flight> read(Collection<String> ids) {
    return transaction
        .run(
            "UNWIND $ids AS id MATCH (f:Flight {id: id}) RETURN properties(f) AS facts",
            Map.of("ids", List.copyOf(ids)))
        .stream()
        .map((Record r) -> FlightNode.read(r.get("facts").asMap()))
        .flatMap(Optional::stream)
        .collect(Collectors.toMap(f -> f.id().toString(), Function.identity()));
  }

  /** Makes the nodes that are missing and holds them all until the transaction ends. */
  void lock(String label, String key, Collection<String> codes) {
    if (!codes.isEmpty()) {
      transaction
          .run(
              "UNWIND $codes AS code MERGE (n:%s {%s: code}) SET n.locked = true REMOVE n.locked"
                  .formatted(label, key),
              Map.of("codes", List.copyOf(new TreeSet<>(codes))))
          .consume();
    }
  }

  private static SortedMap<String, Flight> changes(
      Map<String, Flight> stored, SortedMap<String, Flight> reported) {
    SortedMap<String, Flight> changes = new TreeMap<>();
    reported.forEach(
        (id, report) -> {
          Flight before = stored.get(id);
          Flight after = before == null ? report : before.merge(report);
          if (!after.equals(before)) {
            changes.put(id, after);
          }
        });
    return changes;
  }

  /**
   * The aircraft that flies can change until the flight leaves, and afterwards where the provider
   * corrects itself.
   */
  private void fly(List<Flight> flown) {
    if (!flown.isEmpty()) {
      transaction.run(
          "UNWIND $ids AS id MATCH (f:Flight {id: id})-[r:FLOWN_BY]->() USING INDEX f:Flight(id) DELETE r",
          Map.of("ids", flown.stream().map(f -> f.id().toString()).toList()));
      transaction.run(
          """
          UNWIND $rows AS row
          MATCH (f:Flight {id: row.id}) USING INDEX f:Flight(id)
          MATCH (a:Aircraft {registration: row.registration}) USING INDEX a:Aircraft(registration)
          MERGE (f)-[:FLOWN_BY]->(a)""",
          Map.of(
              "rows",
              flown.stream()
                  .filter(f -> registration(f).isPresent())
                  .map(
                      f ->
                          Map.of(
                              "id",
                              f.id().toString(),
                              "registration",
                              registration(f).orElseThrow()))
                  .toList()));
    }
  }

  private static List<String> codes(List<Flight> flights, Function<Flight, List<String>> of) {
    return flights.stream().flatMap(f -> of.apply(f).stream()).toList();
  }

  private static Optional<String> registration(Flight flight) {
    return flight.airframe().flatMap(a -> a.value().registration());
  }
}
