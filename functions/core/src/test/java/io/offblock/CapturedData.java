package io.offblock;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lufthansa's own answers, kept beside the project and never in it (their terms forbid passing them
 * on). A test that wants them is skipped, with a message, where they are absent.
 */
public final class CapturedData {
  private CapturedData() {}

  /** The project's root. */
  public static Path root() {
    String root = System.getenv("OFFBLOCK_ROOT");
    Path path = Path.of(root == null ? "." : root).toAbsolutePath().normalize();
    while (path != null && !Files.isDirectory(path.resolve("functions/core"))) {
      path = path.getParent();
    }
    if (path == null) {
      throw new IllegalStateException("set OFFBLOCK_ROOT to the root of the project");
    }
    return path;
  }

  /**
   * A file or folder below the data folder: env OFFBLOCK_DATA, else {@code <root>/../shared/data}.
   */
  public static Path path(String name) {
    String data = System.getenv("OFFBLOCK_DATA");
    Path folder = data == null ? root().resolve("../shared/data").normalize() : Path.of(data);
    Path path = folder.resolve(name);
    return Files.exists(path)
        ? path
        : abort("skipped: no captured answers at " + path + " (set OFFBLOCK_DATA)");
  }

  /** The bytes of one captured answer. */
  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
