package io.offblock.neo4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes at least to change from one flight to another, from on-block to off-block. One
 * time for an airport, whatever the terminals: where an airport tells several, the table has the
 * one that holds for a change between any two of the terminals that airlines there share.
 *
 * @param usual where an airport has no time of its own
 * @param own by IATA code
 */
public record ConnectionTimes(Duration usual, Map<String, Duration> own) {
  private static final String FILE = "connection-times.csv";
  private static final String USUAL = "*";

  public ConnectionTimes {
    own = Map.copyOf(own);
  }

  /** Those of {@code sql/neo4j/connection-times.csv}, where each has its source. */
  public static ConnectionTimes packaged() {
    try (InputStream in = ConnectionTimes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar lacks %s of sql/neo4j: build the module again".formatted(FILE));
      }
      return read(
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConnectionTimes read(List<String> lines) {
    Map<String, Duration> times = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", 3);
      times.put(cells[0], Duration.ofMinutes(Integer.parseInt(cells[1])));
    }
    Duration usual = times.remove(USUAL);
    if (usual == null) {
      throw new IllegalStateException(FILE + " lacks the line of the usual time: " + USUAL);
    }
    return new ConnectionTimes(usual, times);
  }

  /** The time at an airport. */
  public Duration at(String airport) {
    return own.getOrDefault(airport, usual);
  }
}
