package io.offblock.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The statements of {@code sql/postgres/queries.sql} by their names. */
final class Queries {
  private static final String FILE = "/sql/postgres/queries.sql";
  private static final String NAME = "-- name: ";
  private static final Map<String, String> STATEMENTS = read();

  private Queries() {}

  /**
   * @throws IllegalArgumentException where the file has no such name
   */
  static String named(String name) {
    return Optional.ofNullable(STATEMENTS.get(name))
        .orElseThrow(() -> new IllegalArgumentException(FILE + " has no " + NAME + name));
  }

  private static Map<String, String> read() {
    try (InputStream in = Queries.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the zip lacks " + FILE + ": build functions/postgres again");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> statements = new HashMap<>();
      for (String part : text.split("(?m)^" + NAME)) {
        String[] nameAndStatement = part.split("\n", 2);
        String statement = nameAndStatement[1].replaceAll("(?m)^--.*$", "").strip();
        if (!statement.isEmpty()) {
          statements.put(nameAndStatement[0].strip(), statement);
        }
      }
      return Map.copyOf(statements);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
