package io.offblock.sandbox.world;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An aircraft type by its IATA code.
 *
 * @param body {@code wide}, {@code narrow}, {@code regional}, {@code turboprop} or {@code surface}:
 *     speed and cabin class
 * @param knots cruising speed over ground without wind
 * @param turnaround shortest minutes between on-block and off-block
 * @param reach longest flight in kilometres
 */
public record AircraftType(
    String iata, String icao, String name, String body, int knots, int turnaround, int reach) {

  private static final String TABLE = "/io/offblock/sandbox/aircraft.csv";
  private static final double KM_A_KNOT_HOUR = 1.852;

  /** All types, by IATA code. */
  public static TreeMap<String, AircraftType> table() {
    var types = new TreeMap<String, AircraftType>();
    for (List<String> row : Csv.rows(TABLE)) {
      types.put(
          row.get(0),
          new AircraftType(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              Integer.parseInt(row.get(4)),
              Integer.parseInt(row.get(5)),
              Integer.parseInt(row.get(6))));
    }
    return types;
  }

  public boolean wide() {
    return body.equals("wide");
  }

  /** Scheduled block minutes over a distance, rounded to five; flying west takes longer. */
  public int block(Airport origin, Airport destination) {
    double km = origin.kilometresTo(destination);
    double hours = km / (knots * KM_A_KNOT_HOUR);
    double east = Math.sin(Math.toRadians(destination.longitude() - origin.longitude()) / 2);
    double wind = km > 3000 ? 1 - 0.055 * east : 1;
    int taxi = wide() ? 42 : 34;
    return Math.max(50, 5 * (int) Math.round((taxi + hours * 60 * wind) / 5));
  }

  /** Types that fly passengers, keyed as in the table. */
  static AircraftType of(Map<String, AircraftType> types, String code) {
    var type = types.get(code);
    if (type == null) {
      throw new IllegalStateException("No aircraft type " + code + " in " + TABLE + ".");
    }
    return type;
  }
}
