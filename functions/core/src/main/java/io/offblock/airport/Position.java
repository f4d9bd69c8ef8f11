package io.offblock.airport;

/**
 * A place on the Earth.
 *
 * @param lat degrees north, -90 to 90
 * @param lon degrees east, -180 to 180
 */
public record Position(double lat, double lon) {
  public Position {
    if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) {
      throw new IllegalArgumentException(
          "not a place on Earth: lat %s, lon %s (lat -90..90, lon -180..180)".formatted(lat, lon));
    }
  }
}
