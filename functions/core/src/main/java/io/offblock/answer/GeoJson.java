package io.offblock.answer;

import io.offblock.airport.Position;
import java.util.List;
import java.util.Map;

/** Points on the map as GeoJSON (RFC 7946): WGS 84, longitude first. */
public final class GeoJson {
  /** Some ten metres: more digits than any position here is good for. */
  private static final double DIGITS = 1e4;

  private GeoJson() {}

  /** A point and what is said of it. */
  public static Map<String, Object> point(Position position, Map<String, ?> properties) {
    return Map.of(
        "type",
        "Feature",
        "geometry",
        Map.of(
            "type",
            "Point",
            "coordinates",
            List.of(rounded(position.lon()), rounded(position.lat()))),
        "properties",
        properties);
  }

  /** All of them, UTF-8. */
  public static byte[] of(List<Map<String, Object>> points) {
    return Json.bytes(
        Fields.none().with("type", "FeatureCollection").with("features", points).map());
  }

  private static double rounded(double degrees) {
    return Math.round(degrees * DIGITS) / DIGITS;
  }
}
