package io.offblock.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.GreatCircle;
import io.offblock.airport.Position;
import io.offblock.answer.Fields;
import io.offblock.answer.GeoJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The map as points: where each flight is at the answer's moment, by the formula that the page
 * draws by.
 */
final class FlightPoints {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FlightPoints() {}

  /** GeoJSON made of the map's JSON. */
  static byte[] of(byte[] map) {
    try {
      JsonNode root = MAPPER.readTree(map);
      long at = root.path("at").asLong();
      JsonNode airports = root.path("airports");
      List<Map<String, Object>> points = new ArrayList<>();
      for (JsonNode flight : root.path("flights")) {
        Position from = place(airports.path(flight.path("from").asText()));
        Position to = place(airports.path(flight.path("to").asText()));
        Fields said = Fields.none();
        flight.properties().forEach(e -> said.with(e.getKey(), e.getValue()));
        points.add(GeoJson.point(GreatCircle.position(from, to, share(flight, at)), said.map()));
      }
      return GeoJson.of(points);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The share of the way that is behind it; all of it where the times leave no way. */
  private static double share(JsonNode flight, long at) {
    double off = flight.path("off").asDouble();
    double on = flight.path("on").asDouble();
    return on > off ? Math.clamp((at - off) / (on - off), 0, 1) : 1;
  }

  private static Position place(JsonNode lonLat) {
    return new Position(lonLat.path(1).asDouble(), lonLat.path(0).asDouble());
  }
}
