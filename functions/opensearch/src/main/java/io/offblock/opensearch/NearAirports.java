package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.airport.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The airports around a point, the nearest first. Stations and off-line points are none. */
public final class NearAirports {
  /**
   * An airport and how far it is.
   *
   * @param name in English, else in any language; the code where it has none
   * @param km great circle
   */
  public record Near(String code, String name, Position position, double km) {}

  private final JsonCalls calls;

  public NearAirports(OpenSearchConnection connection) {
    calls = new JsonCalls(Objects.requireNonNull(connection));
  }

  /** Those within so many kilometres, at most so many. */
  public List<Near> find(Position point, double withinKm, int most) {
    Map<String, Object> here = Map.of("lat", point.lat(), "lon", point.lon());
    Map<String, Object> question =
        Map.of(
            "size",
            most,
            "query",
            Map.of(
                "bool",
                Map.of(
                    "filter",
                    List.of(
                        Map.of("term", Map.of("kind", "airports")),
                        Map.of("term", Map.of("location_type", "Airport")),
                        Map.of(
                            "geo_distance",
                            Map.of("distance", withinKm + "km", "location", here))))),
            "sort",
            List.of(
                Map.of("_geo_distance", Map.of("location", here, "order", "asc", "unit", "km")),
                Map.of("code", "asc")));
    List<Near> near = new ArrayList<>();
    for (JsonNode hit : calls.search(OpenSearchFlightStore.PLACES, question).at("/hits/hits")) {
      JsonNode place = hit.path("_source");
      String code = place.path("code").asText();
      JsonNode names = place.path("names");
      near.add(
          new Near(
              code,
              names.has("EN")
                  ? names.path("EN").asText()
                  : names.isEmpty() ? code : names.iterator().next().asText(),
              new Position(
                  place.at("/location/lat").asDouble(), place.at("/location/lon").asDouble()),
              hit.at("/sort/0").asDouble()));
    }
    return List.copyOf(near);
  }
}
