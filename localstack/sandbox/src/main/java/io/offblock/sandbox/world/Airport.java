package io.offblock.sandbox.world;

import java.time.ZoneId;

/**
 * An airport of the shared table. Latitude and longitude in degrees, north and east positive.
 * {@code city} may be empty: the table knows no city for many airstrips.
 */
public record Airport(
    String iata,
    String icao,
    String name,
    String city,
    String country,
    double latitude,
    double longitude,
    ZoneId zone) {

  private static final double EARTH_RADIUS_KM = 6371.0;

  /** Great-circle distance in kilometres. */
  public double kilometresTo(Airport other) {
    return kilometresTo(other.latitude, other.longitude);
  }

  /** Great-circle distance in kilometres to a point given in degrees. */
  public double kilometresTo(double toLatitude, double toLongitude) {
    double phi1 = Math.toRadians(latitude);
    double phi2 = Math.toRadians(toLatitude);
    double a = Math.sin((phi2 - phi1) / 2);
    double b = Math.sin(Math.toRadians(toLongitude - longitude) / 2);
    double h = a * a + Math.cos(phi1) * Math.cos(phi2) * b * b;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }

  /** Local wall-clock minutes (see {@link Minutes}) of a UTC minute at this airport. */
  public int local(int utcMinute) {
    return utcMinute + zone.getRules().getOffset(Minutes.instant(utcMinute)).getTotalSeconds() / 60;
  }
}
