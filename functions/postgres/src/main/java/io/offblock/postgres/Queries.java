package io.offblock.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements of {@code sql/postgres/queries.sql} and {@code alerts.sql} by their names. */
final class Queries {
  private static final List<String> FILES =
      List.of("/sql/postgres/queries.sql", "/sql/postgres/alerts.sql");
  private static final String NAME = "-- name: ";
  private static final Map<String, String> STATEMENTS = read();

  private Queries() {}

  /**
   * @throws IllegalArgumentException where no file has such a name
   */
  static String named(String name) {
    return Optional.ofNullable(STATEMENTS.get(name))
        .orElseThrow(
            () -> new IllegalArgumentException("none of " + FILES + " has " + NAME + name));
  }

  private static Map<String, String> read() {
    Map<String, String> statements = new HashMap<>();
    FILES.forEach(file -> read(file, statements));
    return Map.copyOf(statements);
  }

  private static void read(String file, Map<String, String> statements) {
    try (InputStream in = Queries.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "the zip lacks " + file + ": build functions/postgres again");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String part : text.split("(?m)^" + NAME)) {
        String[] nameAndStatement = part.split("\n", 2);
        String statement = nameAndStatement[1].replaceAll("(?m)^--.*$", "").strip();
        if (!statement.isEmpty()
            && statements.put(nameAndStatement[0].strip(), statement) != null) {
          throw new IllegalStateException("two statements " + NAME + nameAndStatement[0].strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
