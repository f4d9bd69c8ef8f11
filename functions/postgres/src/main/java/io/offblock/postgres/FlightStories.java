package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.alert.FlightStory;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Flights' stories from the observations and forecasts. */
final class FlightStories {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private FlightStories() {}

  /** The stories of these flights; one of which nothing was told has an empty one. */
  static Map<FlightId, FlightStory> of(Connection connection, Collection<FlightId> ids)
      throws SQLException {
    Map<String, List<FlightStory.Told>> operations = new HashMap<>();
    each(
        connection,
        "operations-told",
        ids,
        row ->
            operations
                .computeIfAbsent(row.getString("flight"), k -> new ArrayList<>())
                .add(told(row)));
    Map<String, Set<String>> numbers = new HashMap<>();
    each(
        connection,
        "numbers-told",
        ids,
        row ->
            numbers
                .computeIfAbsent(row.getString("flight"), k -> new HashSet<>())
                .add(row.getString("number")));
    Map<String, List<FlightStory.Forecasted>> forecasts = new HashMap<>();
    each(
        connection,
        "forecasts-told",
        ids,
        row ->
            forecasts
                .computeIfAbsent(row.getString("flight"), k -> new ArrayList<>())
                .add(
                    new FlightStory.Forecasted(
                        moment(row, "made_at"), row.getDouble("probability"))));
    Map<FlightId, FlightStory> stories = new TreeMap<>();
    for (FlightId id : ids) {
      String text = id.toString();
      Set<String> names = numbers.computeIfAbsent(text, k -> new HashSet<>());
      names.add(id.operating().toString());
      stories.put(
          id,
          new FlightStory(
              id,
              names,
              operations.getOrDefault(text, List.of()),
              forecasts.getOrDefault(text, List.of())));
    }
    return stories;
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(
      Connection connection, String query, Collection<FlightId> ids, Row reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named(query))) {
      statement.setArray(
          1, connection.createArrayOf("text", ids.stream().map(FlightId::toString).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    }
  }

  private static FlightStory.Told told(ResultSet row) throws SQLException {
    Instant first = moment(row, "first");
    return new FlightStory.Told(
        first,
        moment(row, "last"),
        row.getString("sha256"),
        operation(row.getString("flight"), first, row.getString("sha256"), row.getString("facts")));
  }

  private static Operation operation(String flight, Instant at, String sha256, String json) {
    try {
      Map<String, Object> facts = new HashMap<>(MAPPER.readValue(json, OBJECT));
      facts.replaceAll(
          (name, value) -> name.endsWith("_utc") ? Instant.parse(value.toString()) : value);
      facts.put("id", flight);
      facts.put("operation_at", at);
      facts.put("operation_sha256", sha256);
      facts.put("operation_payload", "");
      return FlightFacts.read(facts).operation().orElseThrow().value();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an observation of %s is no JSON".formatted(flight), e);
    }
  }

  static Instant moment(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
