package io.offblock.sandbox.world;

import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All airports of the shared table, by IATA code. */
public final class Airports {
  private static final String TABLE = "/io/offblock/airport/airports.csv";

  private final TreeMap<String, Airport> byCode = new TreeMap<>();

  private Airports() {
    Map<String, ZoneId> zones = new TreeMap<>();
    for (var row : Csv.rows(TABLE)) {
      var zone = zones.computeIfAbsent(row.get(7), ZoneId::of);
      byCode.put(
          row.get(0),
          new Airport(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              row.get(4).intern(),
              Double.parseDouble(row.get(5)),
              Double.parseDouble(row.get(6)),
              zone));
    }
  }

  public static Airports load() {
    return new Airports();
  }

  public Optional<Airport> find(String code) {
    return Optional.ofNullable(byCode.get(code));
  }

  /** The airport, which must exist: for the sandbox's own tables. */
  public Airport get(String code) {
    return find(code)
        .orElseThrow(() -> new IllegalStateException("No airport " + code + " in " + TABLE + "."));
  }

  /** In the order of their codes. */
  public Collection<Airport> all() {
    return byCode.values();
  }
}
