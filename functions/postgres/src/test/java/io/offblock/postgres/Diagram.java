package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A generated page under {@code docs/postgres}: written where asked, else compared. */
final class Diagram {
  private static final Path DOCS = Path.of("../../docs/postgres");

  private Diagram() {}

  /** Fails where the page is not what the code makes now, and says how to write it. */
  static void check(String page, String title, String words, String mermaid) throws IOException {
    String text = "# " + title + "\n\n" + words + "\n\n```mermaid\n" + mermaid + "```\n";
    Path file = DOCS.resolve(page);
    if (Boolean.getBoolean("offblock.write")) {
      Files.createDirectories(DOCS);
      Files.writeString(file, text);
    }
    assertEquals(
        text,
        Files.exists(file) ? Files.readString(file) : "",
        "docs/postgres/"
            + page
            + " is not current; write it with:"
            + " ./mvnw -f functions/postgres/pom.xml test -Dtest=DiagramsTest -Doffblock.write=true");
  }
}
