package io.offblock.opensearch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How likely a place or carrier is meant where several fit what was typed: 0 to 20. A fixed table,
 * so that a document does not depend on what was loaded before it.
 */
final class Popularity {
  private static final String TABLE = "popularity.csv";
  private static final int ANY_AIRPORT = 3;

  private final Map<String, Integer> values = new HashMap<>();
  private final Map<String, String> icao = new HashMap<>();
  private final Map<String, String> iata = new HashMap<>();

  private Popularity() {}

  /** The packaged table. */
  static Popularity packaged() {
    try (InputStream in = Popularity.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TABLE + ": build the module again");
      }
      Popularity popularity = new Popularity();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .forEach(popularity::add);
      return popularity;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int airport(String code, boolean flown) {
    return values.getOrDefault("airport:" + code, flown ? ANY_AIRPORT : 0);
  }

  int airline(String code) {
    return values.getOrDefault("airline:" + code, 0);
  }

  /** The ICAO designator of a carrier of the table. */
  Optional<String> airlineIcao(String code) {
    return Optional.ofNullable(icao.get(code));
  }

  /** The IATA designator of a carrier of the table. */
  Optional<String> airlineIata(String icaoCode) {
    return Optional.ofNullable(iata.get(icaoCode));
  }

  private void add(String[] fields) {
    values.put(fields[0] + ":" + fields[1], Integer.parseInt(fields[3]));
    if (!fields[2].isEmpty()) {
      icao.put(fields[1], fields[2]);
      iata.put(fields[2], fields[1]);
    }
  }
}
