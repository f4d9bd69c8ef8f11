package io.offblock.neo4j;

import io.offblock.bench.Contender;
import io.offblock.flight.Flight;
import io.offblock.load.FlightStore;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Neo4j at best: UNWIND over 2,000 rows a transaction, ends sought by their indexes. */
public final class Neo4jContender implements Contender {
  private static final int AT_ONCE = 2000;

  private final Neo4jConnection connection;

  public Neo4jContender(String uri) {
    connection = Neo4jConnection.to(URI.create(uri), "", "");
  }

  @Override
  public FlightStore open() {
    new Schema(connection).apply();
    return new Neo4jFlightStore(connection);
  }

  @Override
  public Bare prepared(List<Told> told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    TreeSet<String> airports = new TreeSet<>();
    TreeSet<String> airlines = new TreeSet<>();
    TreeSet<String> aircraft = new TreeSet<>();
    for (Told one : told) {
      one.parsed().reports().stream()
          .map(Flight::of)
          .map(FlightNode::write)
          .forEach(
              row -> {
                rows.add(row);
                airports.add((String) row.get("origin"));
                airports.add((String) row.get("destination"));
                airlines.add((String) row.get("carrier"));
                if (row.get("registration") instanceof String registration) {
                  aircraft.add(registration);
                }
              });
    }
    List<Map<String, Object>> payloads =
        told.stream()
            .map(
                t ->
                    Map.<String, Object>of(
                        "id",
                        t.payload().key().id(),
                        "at",
                        t.payload().seenAt().atOffset(ZoneOffset.UTC)))
            .toList();
    return () -> {
      run("UNWIND $rows AS code MERGE (:Airport {iata: code})", List.copyOf(airports));
      run("UNWIND $rows AS code MERGE (:Airline {code: code})", List.copyOf(airlines));
      run("UNWIND $rows AS code MERGE (:Aircraft {registration: code})", List.copyOf(aircraft));
      for (int i = 0; i < rows.size(); i += AT_ONCE) {
        run(
            """
            UNWIND $rows AS row
            MATCH (from:Airport {iata: row.origin}) USING INDEX from:Airport(iata)
            MATCH (to:Airport {iata: row.destination}) USING INDEX to:Airport(iata)
            MATCH (by:Airline {code: row.carrier}) USING INDEX by:Airline(code)
            MERGE (f:Flight {id: row.id}) SET f = row
            CREATE (f)-[:FROM]->(from) CREATE (f)-[:TO]->(to) CREATE (f)-[:OPERATED_BY]->(by)
            WITH f, row WHERE row.registration IS NOT NULL
            MATCH (a:Aircraft {registration: row.registration}) USING INDEX a:Aircraft(registration)
            CREATE (f)-[:FLOWN_BY]->(a)""",
            rows.subList(i, Math.min(rows.size(), i + AT_ONCE)));
      }
      run("UNWIND $rows AS row MERGE (p:Payload {id: row.id}) SET p.seen_at = row.at", payloads);
    };
  }

  private void run(String statement, List<?> rows) {
    connection.write(
        "writing", transaction -> transaction.run(statement, Map.of("rows", rows)).consume());
  }
}
