package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.SortOrder;
import org.opensearch.client.opensearch.core.SearchResponse;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Makes the alias of flights and what is behind it. A server that has all flights in one index of
 * the alias's name gets them moved into their months: the index is taken away in the same step that
 * makes the alias, after all of it is copied.
 */
final class FlightIndexes {
  private static final String ALIAS = FlightMonths.ALIAS;
  private static final int PAGE = 500;

  private final OpenSearchConnection connection;
  private final JsonCalls calls;
  private final Documents documents;
  private final FlightDocument flights = new FlightDocument(Airports.packaged());

  FlightIndexes(OpenSearchConnection connection) {
    this.connection = Objects.requireNonNull(connection);
    calls = new JsonCalls(connection);
    documents = new Documents(connection);
  }

  /**
   * Brings the server to the template.
   *
   * @return whether the alias is new
   */
  boolean apply(JsonNode template) {
    String path = "/_index_template/" + ALIAS;
    if (calls.send("HEAD", "/_alias/" + ALIAS, "") < 300) {
      calls.send("PUT", path, template.toString());
      calls.send("PUT", "/" + ALIAS + "/_mapping", template.at("/template/mappings").toString());
      return false;
    }
    boolean single = calls.send("HEAD", "/" + ALIAS, "") < 300;
    if (single) {
      // An index of a month cannot have an alias that an index still has for its name.
      ObjectNode bare = template.deepCopy();
      ((ObjectNode) bare.path("template")).remove("aliases");
      calls.send("PUT", path, bare.toString());
      make(FlightMonths.index(YearMonth.now(ZoneOffset.UTC)));
      copy();
      calls.send(
          "POST",
          "/_aliases",
          """
          {"actions": [{"remove_index": {"index": "%s"}}, {"add": {"index": "%s-*", "alias": "%s"}}]}
          """
              .formatted(ALIAS, ALIAS, ALIAS));
    }
    calls.send("PUT", path, template.toString());
    if (!single) {
      // An alias needs an index behind it: this month's, which is the next to be written.
      make(FlightMonths.index(YearMonth.now(ZoneOffset.UTC)));
    }
    return true;
  }

  private void make(String index) {
    calls.send("PUT", "/" + index, "{}");
  }

  private void copy() {
    TreeSet<String> made = new TreeSet<>();
    calls.send("POST", "/" + ALIAS + "/_refresh", "");
    List<FieldValue> after = List.of();
    do {
      SearchResponse<Map<String, Object>> page = page(after);
      List<Flight> read =
          page.hits().hits().stream().map(Hit::source).map(FlightDocument::read).toList();
      FlightMonths.split(read, Flight::id)
          .forEach(
              (index, news) -> {
                if (made.add(index)) {
                  make(index);
                }
                documents.join(index, news, this::joined);
              });
      after = read.size() < PAGE ? List.of() : page.hits().hits().getLast().sort();
    } while (!after.isEmpty());
  }

  private Optional<Map<String, Object>> joined(
      Optional<Map<String, Object>> stored, Flight flight) {
    return Optional.of(
        flights.write(stored.map(FlightDocument::read).map(flight::merge).orElse(flight)));
  }

  private SearchResponse<Map<String, Object>> page(List<FieldValue> after) {
    return connection.ask(
        "reading flights to be moved",
        c ->
            c.search(
                s -> {
                  s.index(ALIAS)
                      .size(PAGE)
                      .sort(o -> o.field(f -> f.field("id").order(SortOrder.Asc)));
                  return after.isEmpty() ? s : s.searchAfter(after);
                },
                Documents.DOCUMENT));
  }
}
