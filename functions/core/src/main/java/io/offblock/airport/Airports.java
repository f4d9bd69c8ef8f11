package io.offblock.airport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The airports that Offblock knows by itself, so that times and places do not hang on a provider's
 * reference data.
 */
public final class Airports {
  private static final String TABLE = "airports.csv";
  private static final String HEADER = "iata,icao,name,city,country,lat,lon,zone";

  private final Map<String, Airport> byIata;
  private final Map<String, Airport> byIcao;

  private Airports(Collection<Airport> airports) {
    Map<String, Airport> iata = new LinkedHashMap<>();
    Map<String, Airport> icao = new HashMap<>();
    for (Airport airport : airports) {
      if (iata.putIfAbsent(airport.iata(), airport) != null) {
        throw new IllegalArgumentException("airport twice: " + airport.iata());
      }
      airport.icao().ifPresent(code -> icao.putIfAbsent(code, airport));
    }
    byIata = Collections.unmodifiableMap(iata);
    byIcao = Collections.unmodifiableMap(icao);
  }

  private static final class Packaged {
    private static final Airports TABLE_READ = read();
  }

  /** The packaged table, read once. */
  public static Airports packaged() {
    return Packaged.TABLE_READ;
  }

  /** Just these: for tests and for worlds of one's own. */
  public static Airports of(Collection<Airport> airports) {
    return new Airports(airports);
  }

  /**
   * By IATA (three characters) or ICAO (four) code, in any case; empty where the table has none.
   */
  public Optional<Airport> find(String iataOrIcao) {
    String code = iataOrIcao.strip().toUpperCase(Locale.ROOT);
    return Optional.ofNullable(code.length() == 4 ? byIcao.get(code) : byIata.get(code));
  }

  /** All of them, in the order of their IATA codes. */
  public Collection<Airport> all() {
    return byIata.values();
  }

  private static Airports read() {
    try (InputStream in = Airports.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TABLE + ": build functions/core again");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      if (!HEADER.equals(reader.readLine())) {
        throw new IllegalStateException(TABLE + " does not begin with " + HEADER);
      }
      return new Airports(reader.lines().map(Airports::airport).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Airport airport(String line) {
    List<String> f = fields(line);
    if (f.size() != 8) {
      throw new IllegalStateException(TABLE + ": not eight fields: " + line);
    }
    return new Airport(
        f.get(0),
        f.get(1).isEmpty() ? Optional.empty() : Optional.of(f.get(1)),
        f.get(2),
        f.get(3),
        f.get(4),
        Double.parseDouble(f.get(5)),
        Double.parseDouble(f.get(6)),
        ZoneId.of(f.get(7)));
  }

  /** One line of RFC 4180 without line breaks inside fields. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
