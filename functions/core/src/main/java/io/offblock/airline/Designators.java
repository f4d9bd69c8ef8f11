package io.offblock.airline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * IATA designators of airlines by their ICAO ones, as far as Offblock knows them by itself: for
 * what has no reference data at hand. Flights are kept under IATA designators; an ICAO one may
 * stand for several.
 */
public final class Designators {
  private static final String TABLE = "designators.csv";
  private static final String HEADER = "icao,iata";

  private final Map<String, Set<String>> iata;

  private Designators(Map<String, Set<String>> iata) {
    this.iata = Collections.unmodifiableMap(iata);
  }

  private static final class Packaged {
    private static final Designators TABLE_READ = read();
  }

  /** The packaged table, read once. */
  public static Designators packaged() {
    return Packaged.TABLE_READ;
  }

  /** What flights of an airline may be kept under: the designator itself, and its IATA ones. */
  public Set<String> of(String designator) {
    Set<String> all = new LinkedHashSet<>(Set.of(designator));
    all.addAll(iata.getOrDefault(designator, Set.of()));
    return Collections.unmodifiableSet(all);
  }

  private static Designators read() {
    try (InputStream in = Designators.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TABLE + ": build functions/core again");
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
      if (!HEADER.equals(lines.getFirst())) {
        throw new IllegalStateException(TABLE + " does not begin with " + HEADER);
      }
      Map<String, Set<String>> table = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        if (cells.length != 2) {
          throw new IllegalStateException(TABLE + ": not two cells: " + line);
        }
        table.computeIfAbsent(cells[0], icao -> new LinkedHashSet<>()).add(cells[1]);
      }
      return new Designators(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
