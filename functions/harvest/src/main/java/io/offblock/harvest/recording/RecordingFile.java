package io.offblock.harvest.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A recording: a zip of captured answers. It comes from outside, so nothing in it is believed: neither its names nor the sizes it
 * claims.
 */
final class RecordingFile implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_ENTRIES = 500_000;
  private static final long LARGEST_ENTRY = 8L << 20;
  private static final long LARGEST_WHOLE = 4L << 30;

  private final ZipFile zip;
  private final List<ZipEntry> entries;
  private final Function<String, Optional<ZoneId>> zones;

  /**
   * An answer out of a recording.
   *
   * @param bytes as captured
   */
  record Answer(String request, Instant moment, byte[] bytes) {}

  /** @throws UnreadableEntry where the whole file is none, or breaks a limit */
  RecordingFile(Path file, Function<String, Optional<ZoneId>> zones) throws UnreadableEntry {
    this.zones = zones;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException e) {
      throw new UnreadableEntry("", "not a zip: " + e.getMessage());
    }
    entries =
        Collections.list(zip.entries()).stream()
            .map(ZipEntry.class::cast)
            .filter(e -> !e.isDirectory())
            .sorted(Comparator.comparing(ZipEntry::getName))
            .toList();
    if (entries.size() > MOST_ENTRIES) {
      throw new UnreadableEntry("", "more than " + MOST_ENTRIES + " entries");
    }
    if (entries.stream().mapToLong(e -> Math.max(0, e.getSize())).sum() > LARGEST_WHOLE) {
      throw new UnreadableEntry("", "unpacks to more than " + LARGEST_WHOLE + " bytes");
    }
    Set<String> names = new HashSet<>();
    for (ZipEntry e : entries) {
      if (!names.add(e.getName())) {
        throw new UnreadableEntry(e.getName(), "the name is there twice");
      }
    }
  }

  int size() {
    return entries.size();
  }

  /** The newest moment that any entry has; answers without a date of their own count as fetched then. */
  Instant newest() {
    Instant newest = Instant.parse("1980-01-01T00:00:00Z");
    for (ZipEntry e : entries) {
      try {
        Instant moment = name(e).moment().orElse(newest);
        newest = moment.isAfter(newest) ? moment : newest;
      } catch (UnreadableEntry unreadable) {
        // Told where the entry itself is read.
      }
    }
    return newest;
  }

  /**
   * Reads an entry.
   *
   * @param undated moment of answers that have none of their own
   * @throws UnreadableEntry where its name, size or content is not to be taken in
   */
  Answer read(int index, Instant undated) throws UnreadableEntry {
    ZipEntry entry = entries.get(index);
    RecordedEntry name = name(entry);
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) LARGEST_ENTRY + 1);
    } catch (IOException e) {
      throw new UnreadableEntry(entry.getName(), "cannot be unpacked: " + e.getMessage());
    }
    if (bytes.length > LARGEST_ENTRY) {
      throw new UnreadableEntry(entry.getName(), "unpacks to more than " + LARGEST_ENTRY + " bytes");
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() == null) {
        throw new UnreadableEntry(entry.getName(), "is empty");
      }
      json.skipChildren();
      if (json.nextToken() != null) {
        throw new UnreadableEntry(entry.getName(), "has more behind its JSON");
      }
    } catch (IOException e) {
      throw new UnreadableEntry(entry.getName(), "is no JSON: " + e.getMessage().lines().findFirst().orElse(""));
    }
    return new Answer(name.request(), name.moment().orElse(undated), bytes);
  }

  private RecordedEntry name(ZipEntry entry) throws UnreadableEntry {
    Optional<LocalDateTime> modified =
        entry.getTime() < 0 ? Optional.empty() : Optional.of(entry.getTimeLocal());
    return RecordedEntry.of(entry.getName(), modified, zones);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
