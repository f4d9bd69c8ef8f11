package io.offblock.neo4j;

import io.offblock.history.Line;
import io.offblock.history.LineYear;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/**
 * Writes lines of history inside a transaction, one relationship {@code FLEW} from airport to
 * airport for each carrier and year. Both airports are locked before the line is read again and
 * merged, so that no loader writes over what another one added. A line that would not change is
 * neither locked nor written.
 */
final class LineWrites {
  private final Transaction transaction;

  LineWrites(Transaction transaction) {
    this.transaction = Objects.requireNonNull(transaction);
  }

  void merge(SortedMap<String, LineYear> told) {
    List<String> changing = List.copyOf(changes(read(told.keySet()), told).keySet());
    if (changing.isEmpty()) {
      return;
    }
    new FlightWrites(transaction)
        .lock(
            "Airport",
            "iata",
            changing.stream()
                .map(id -> told.get(id).line())
                .flatMap(line -> Stream.of(line.origin(), line.destination()))
                .toList());
    SortedMap<String, LineYear> after = changes(read(changing), told);
    after.keySet().retainAll(changing);
    transaction
        .run(
            """
            UNWIND $rows AS row
            MATCH (from:Airport {iata: row.origin}) USING INDEX from:Airport(iata)
            MATCH (to:Airport {iata: row.destination}) USING INDEX to:Airport(iata)
            MERGE (from)-[r:FLEW {id: row.id}]->(to) SET r = row.line""",
            Map.of("rows", after.values().stream().map(LineWrites::row).toList()))
        .consume();
  }

  private static SortedMap<String, LineYear> changes(
      Map<String, LineYear> stored, SortedMap<String, LineYear> told) {
    SortedMap<String, LineYear> changes = new TreeMap<>();
    told.forEach(
        (id, line) -> {
          LineYear before = stored.get(id);
          LineYear after = before == null ? line : before.merge(line);
          if (!after.equals(before)) {
            changes.put(id, after);
          }
        });
    return changes;
  }

  private Map<String, LineYear> read(Collection<String> ids) {
    Map<String, LineYear> found = new HashMap<>();
    if (!ids.isEmpty()) {
      transaction
          .run(
              """
              UNWIND $ids AS id
              MATCH ()-[r:FLEW {id: id}]->()
              RETURN properties(r) AS line""",
              Map.of("ids", List.copyOf(ids)))
          .forEachRemaining(
              r -> {
                LineYear line = read(r.get("line"));
                found.put(line.id(), line);
              });
    }
    return found;
  }

  private static Map<String, Object> row(LineYear line) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("id", line.id());
    properties.put("carrier", line.line().carrier());
    properties.put("origin", line.line().origin());
    properties.put("destination", line.line().destination());
    properties.put("year", line.year());
    properties.put("days", line.daysText());
    properties.put("first", line.first());
    properties.put("last", line.last());
    return Map.of(
        "id", line.id(),
        "origin", line.line().origin(),
        "destination", line.line().destination(),
        "line", properties);
  }

  /** A line as its relationship's properties have it. */
  static LineYear read(Value line) {
    return LineYear.read(
        new Line(
            line.get("carrier").asString(),
            "",
            line.get("origin").asString(),
            line.get("destination").asString()),
        line.get("year").asInt(),
        line.get("days").asString(),
        local(line, "first"),
        local(line, "last"));
  }

  private static LocalDateTime local(Value line, String name) {
    return line.get(name).asLocalDateTime();
  }
}
