package io.offblock.opensearch;

import io.offblock.flight.FlightId;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.opensearch.client.opensearch._types.OpenSearchException;

/**
 * The indexes of flights, one for each month of departure, behind one alias that every question
 * goes to. The month is part of a flight's id, so a flight has one index for ever: a rollover by
 * size would write the same id into two, and the revision that guards a write would guard nothing.
 */
final class FlightMonths {
  static final String ALIAS = OpenSearchFlightStore.FLIGHTS;

  private final OpenSearchConnection connection;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  FlightMonths(OpenSearchConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  /** The index that a flight is in. */
  static String index(FlightId id) {
    return index(YearMonth.from(id.day()));
  }

  static String index(YearMonth month) {
    return ALIAS + "-" + month;
  }

  /** Things by the index of their flight. */
  static <T> Map<String, Map<String, T>> split(
      Collection<T> things, Function<T, FlightId> flightOf) {
    Map<String, Map<String, T>> byIndex = new TreeMap<>();
    for (T thing : things) {
      FlightId id = flightOf.apply(thing);
      byIndex.computeIfAbsent(index(id), i -> new TreeMap<>()).put(id.toString(), thing);
    }
    return byIndex;
  }

  /**
   * Whether flights of the month were ever written.
   *
   * @throws StoreUnavailable where the schema is not made yet
   */
  boolean exists(String index) {
    if (known.contains(index)) {
      return true;
    }
    if (!connection
        .ask("looking for " + ALIAS, c -> c.indices().existsAlias(a -> a.name(ALIAS)))
        .value()) {
      throw new StoreUnavailable(
          OpenSearchConnection.STORE, "writing before the alias " + ALIAS + " is made", null);
    }
    boolean there =
        connection
            .ask("looking for " + index, c -> c.indices().exists(e -> e.index(index)))
            .value();
    if (there) {
      known.add(index);
    }
    return there;
  }

  /** Makes the index of a month, by the template, where it is not there. */
  void make(String index) {
    if (!exists(index)) {
      connection.ask("making " + index, c -> made(c, index));
      known.add(index);
    }
  }

  /** Looks again next time: somebody else may have taken an index away. */
  void forget() {
    known.clear();
  }

  private static boolean made(
      org.opensearch.client.opensearch.OpenSearchClient client, String index) throws IOException {
    try {
      client.indices().create(x -> x.index(index));
    } catch (OpenSearchException e) {
      if (!"resource_already_exists_exception".equals(e.error().type())) {
        throw e;
      }
    }
    return true;
  }
}
