package io.offblock.sandbox.api;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Answers captured from the real API, which are on developers' machines only. */
final class Captured {
  private Captured() {}

  static Path folder() {
    String data = System.getenv("OFFBLOCK_DATA");
    String root = System.getenv().getOrDefault("OFFBLOCK_ROOT", "../..");
    return (data == null ? Path.of(root).resolve("../shared/data") : Path.of(data))
        .resolve("lufthansa");
  }

  /** Skips the test with a message where the file is absent. */
  static void assume(Path file) {
    Assumptions.assumeTrue(
        Files.exists(file),
        () ->
            "captured answers are not here (" + file + "); set OFFBLOCK_DATA to compare with them");
  }
}
