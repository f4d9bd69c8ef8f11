package io.offblock.airport;

/**
 * The shortest way over a sphere with the Earth's mean radius. The page computes the same positions
 * in a shader; both are held to one table of cases ({@code positions.json}).
 */
public final class GreatCircle {
  /** Mean Earth radius, kilometres (IUGG). */
  public static final double EARTH_RADIUS_KM = 6371.0088;

  /** Sines below this are taken as zero: some six metres on the ground. */
  private static final double NEARLY_ZERO = 1e-6;

  private GreatCircle() {}

  /** {@link #position(Position, Position, double)} between two airports. */
  public static Position position(Airport from, Airport to, double u) {
    return position(from.position(), to.position(), u);
  }

  /**
   * Where one is after the fraction {@code u} of the way; below 0 it is the beginning, above 1 the
   * end.
   *
   * <p>Between antipodes every way is the shortest: it is the one that leaves towards the North
   * Pole, and from a pole the one along the meridian of longitude 0. Between points closer than
   * some metres it is a straight line.
   *
   * @throws IllegalArgumentException where u is no number
   */
  public static Position position(Position from, Position to, double u) {
    if (Double.isNaN(u)) {
      throw new IllegalArgumentException("the fraction of the way is no number");
    }
    if (u <= 0) {
      return from;
    }
    if (u >= 1) {
      return to;
    }
    double[] a = vector(from);
    double[] b = vector(to);
    double sine = norm(cross(a, b));
    double cosine = dot(a, b);
    if (sine < NEARLY_ZERO && cosine > 0) {
      return position(blend(a, 1 - u, b, u));
    }
    if (sine < NEARLY_ZERO) {
      double angle = Math.PI * u;
      return position(blend(a, Math.cos(angle), northwards(a), Math.sin(angle)));
    }
    double angle = Math.atan2(sine, cosine);
    return position(blend(a, Math.sin((1 - u) * angle) / sine, b, Math.sin(u * angle) / sine));
  }

  /** {@link #distanceKm(Position, Position)} between two airports. */
  public static double distanceKm(Airport from, Airport to) {
    return distanceKm(from.position(), to.position());
  }

  /** Kilometres over ground, by the haversine formula: exact for short ways too. */
  public static double distanceKm(Position from, Position to) {
    double north = Math.sin(Math.toRadians(to.lat() - from.lat()) / 2);
    double east = Math.sin(Math.toRadians(to.lon() - from.lon()) / 2);
    double h =
        north * north
            + Math.cos(Math.toRadians(from.lat()))
                * Math.cos(Math.toRadians(to.lat()))
                * east
                * east;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }

  /**
   * The course at the beginning of the way, degrees clockwise from north, 0 up to but not including
   * 360. From one point to itself it is 0.
   */
  public static double bearing(Position from, Position to) {
    double east = Math.toRadians(to.lon() - from.lon());
    double lat1 = Math.toRadians(from.lat());
    double lat2 = Math.toRadians(to.lat());
    double y = Math.sin(east) * Math.cos(lat2);
    double x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(east);
    double degrees = Math.toDegrees(Math.atan2(y, x));
    return degrees < 0 ? (degrees + 360) % 360 : degrees;
  }

  private static double[] vector(Position p) {
    double lat = Math.toRadians(p.lat());
    double lon = Math.toRadians(p.lon());
    return new double[] {
      Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)
    };
  }

  private static Position position(double[] v) {
    double lat = Math.toDegrees(Math.atan2(v[2], Math.hypot(v[0], v[1])));
    return new Position(lat, Math.toDegrees(Math.atan2(v[1], v[0])));
  }

  /**
   * The unit vector at right angles to {@code a} that points to the North Pole; to longitude 0
   * where {@code a} is a pole.
   */
  private static double[] northwards(double[] a) {
    double[] tangent = {-a[2] * a[0], -a[2] * a[1], 1 - a[2] * a[2]};
    double length = norm(tangent);
    return length < NEARLY_ZERO ? new double[] {1, 0, 0} : blend(tangent, 1 / length, tangent, 0);
  }

  private static double[] blend(double[] a, double s, double[] b, double t) {
    return new double[] {a[0] * s + b[0] * t, a[1] * s + b[1] * t, a[2] * s + b[2] * t};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }
}
