package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.model.feature.Horizon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was last published of each flight that has not left: so that a model forecasts a horizon
 * once, and that a forecast is made again where the world has changed since. One object in storage.
 */
final class PublishedForecasts {
  static final String KEY = "state/forecast/published.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The newest forecast of a flight.
   *
   * @param model whose it is; empty where that was not noted
   * @param horizon the last horizon that was reached; a forecast made again between two keeps it
   * @param probability empty where nothing but the horizon was noted
   * @param median minutes; likewise
   */
  record Last(
      Optional<Model> model, String horizon, OptionalDouble probability, OptionalDouble median) {
    /** Whether a model has forecast a horizon; what another one said of it does not count. */
    boolean is(Model model, Horizon horizon) {
      return this.model.equals(Optional.of(model)) && this.horizon.equals(horizon.label());
    }
  }

  /** A champion, as each of its forecasts names it. */
  record Model(int version, String world) {
    static Model of(Champion champion) {
      return new Model(champion.version(), champion.world());
    }
  }

  private final TreeMap<String, Last> flights;

  private PublishedForecasts(TreeMap<String, Last> flights) {
    this.flights = flights;
  }

  static PublishedForecasts of(LearningObjects objects) {
    TreeMap<String, Last> flights = new TreeMap<>();
    objects
        .get(KEY)
        .ifPresent(
            bytes -> {
              try {
                JSON.readTree(bytes).properties().forEach(e -> flights.put(e.getKey(), last(e)));
              } catch (IOException e) {
                throw new UncheckedIOException(KEY + " is broken: remove it", e);
              }
            });
    return new PublishedForecasts(flights);
  }

  private static Last last(java.util.Map.Entry<String, JsonNode> entry) {
    JsonNode said = entry.getValue();
    return new Last(
        said.path("version").isInt()
            ? Optional.of(new Model(said.get("version").intValue(), said.path("world").asText()))
            : Optional.empty(),
        said.path("horizon").asText(said.asText()),
        number(said.path("probability")),
        number(said.path("median")));
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }

  Optional<Last> last(String flight) {
    return Optional.ofNullable(flights.get(flight));
  }

  void put(String flight, Model model, String horizon, double probability, double median) {
    flights.put(
        flight,
        new Last(
            Optional.of(model),
            horizon,
            OptionalDouble.of(probability),
            OptionalDouble.of(median)));
  }

  /** Keeps only these flights, and writes. */
  void keep(LearningObjects objects, Set<String> coming) {
    flights.keySet().retainAll(coming);
    ObjectNode root = JSON.createObjectNode();
    flights.forEach(
        (flight, last) -> {
          ObjectNode said = root.putObject(flight).put("horizon", last.horizon());
          last.model().ifPresent(m -> said.put("version", m.version()).put("world", m.world()));
          last.probability().ifPresent(p -> said.put("probability", p));
          last.median().ifPresent(m -> said.put("median", m));
        });
    try {
      objects.put(
          KEY, JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8), "application/json");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
