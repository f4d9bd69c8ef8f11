package io.offblock.harvest.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that somebody uploaded under {@code imports/}, named by their digest. An import reads one
 * in many calls, so it is fetched once in this environment's life; the next takes its place, since
 * what a function may leave on disk is little. For one caller at a time.
 */
public final class Uploads {
  private static final String FOLDER = "imports/";

  private final ObjectStore objects;
  private final Path work;
  private final Pattern key;
  private Optional<Path> held = Optional.empty();

  /**
   * @param ending of the files' names, without the dot
   * @param work where a file may lie while it is read
   */
  public Uploads(ObjectStore objects, String ending, Path work) {
    this.objects = Objects.requireNonNull(objects);
    this.work = Objects.requireNonNull(work);
    key = Pattern.compile(FOLDER + "[0-9a-f]{64}\\." + Pattern.quote(ending));
  }

  /** The upload as a file; empty where there is none of that key. */
  public Optional<Path> fetch(String upload) throws IOException {
    if (!key.matcher(upload).matches()) {
      return Optional.empty();
    }
    Path file = work.resolve(upload.substring(FOLDER.length()));
    if (!held.equals(Optional.of(file))) {
      leaveHeld();
    }
    if (!Files.exists(file)) {
      Optional<ObjectStore.StoredBytes> stored = objects.get(upload);
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      write(stored.get().bytes(), file);
    }
    held = Optional.of(file);
    return held;
  }

  private void leaveHeld() throws IOException {
    if (held.isPresent()) {
      Files.deleteIfExists(held.get());
      held = Optional.empty();
    }
  }

  private void write(byte[] bytes, Path file) throws IOException {
    Path part = Files.createTempFile(work, "upload", ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
