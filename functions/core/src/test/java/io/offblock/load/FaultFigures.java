package io.offblock.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run of {@link FlightStoreFaults} survived, in {@code target/faults.json}. */
final class FaultFigures {
  /**
   * @param fault which, at each of its points
   * @param points at how many places of a load it happened
   * @param refused how often the loader said that the store is away, so the queue delivered again
   */
  record Row(String store, String fault, int points, int refused) {}

  private static final List<Row> ROWS = new ArrayList<>();

  private FaultFigures() {}

  static synchronized void note(String store, String fault, int points, int refused) {
    ROWS.add(new Row(store, fault, points, refused));
  }

  static synchronized void write() throws IOException {
    Path file = Path.of("target", "faults.json");
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(ROWS));
    ROWS.clear();
  }
}
