package io.offblock.neo4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.neo4j.driver.Transaction;

/**
 * The constraints and indexes of {@code sql/neo4j/schema.cypher}. Applying it again changes
 * nothing.
 */
public final class Schema {
  private static final String FILE = "schema.cypher";
  private static final Pattern NAME =
      Pattern.compile("^CREATE (?:CONSTRAINT|INDEX) (\\w+) IF NOT EXISTS");

  private final Neo4jConnection connection;

  public Schema(Neo4jConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  /**
   * Brings the server to the file and waits until it is so. The names of what was not there before.
   */
  public List<String> apply() {
    TreeSet<String> made = names();
    made.removeAll(present());
    statements().forEach(statement -> connection.run("schema", statement));
    connection.run("waiting for indexes", "CALL db.awaitIndexes(60)");
    return List.copyOf(made);
  }

  /** Whether all of it is there. */
  boolean isThere() {
    return present().containsAll(names());
  }

  private TreeSet<String> present() {
    return connection.read(
        "reading the schema",
        transaction -> {
          TreeSet<String> present = named(transaction, "SHOW CONSTRAINTS YIELD name");
          present.addAll(named(transaction, "SHOW INDEXES YIELD name"));
          return present;
        });
  }

  private static TreeSet<String> named(Transaction transaction, String statement) {
    return transaction.run(statement).stream()
        .map(r -> r.get("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeSet<String> names() {
    return statements().stream()
        .flatMap(s -> NAME.matcher(s).results().map((MatchResult m) -> m.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> statements() {
    try (InputStream in = Schema.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar lacks %s of sql/neo4j: build the module again".formatted(FILE));
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.replaceAll("(?m)^//.*$", "").split(";"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
