package io.offblock.sandbox.api;

import io.offblock.sandbox.world.Minutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Captured answers, moved by whole days so that one recorded day plays as today. Local times stay what they were; only
 * dates move, in the answers' links too. What was not captured is not found.
 *
 * <p>An entry's name is the request's path and query with {@code ?} written {@code __} and colons dropped.
 */
public final class Recording {
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final ZipFile zip;
  private final long shift;

  /** path without query → entry names, the shortest query first. */
  private final Map<String, List<String>> entries;

  private Recording(ZipFile zip, Map<String, List<String>> entries, long shift) {
    this.zip = zip;
    this.entries = entries;
    this.shift = shift;
  }

  /**
   * Opens a recording so that one of its days plays as {@code today}: the earliest that has a day before it and falls on
   * the same day of the week, for timetables differ by weekday. Throws {@link UncheckedIOException} if it cannot be read,
   * {@link IllegalArgumentException} if no entry has a date.
   */
  public static Recording open(Path file, LocalDate today) {
    try {
      var zip = new ZipFile(file.toFile());
      Map<String, List<String>> entries = new TreeMap<>();
      var days = new TreeSet<LocalDate>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (!name.endsWith(".json")) {
          continue;
        }
        String request = name.substring(0, name.length() - ".json".length());
        int query = request.indexOf("__");
        entries.merge(
            query < 0 ? request : request.substring(0, query), List.of(name), Recording::both);
        DATE.matcher(request).results().map(MatchResult::group).map(LocalDate::parse).forEach(days::add);
      }
      if (days.isEmpty()) {
        zip.close();
        throw new IllegalArgumentException(
            "Recording " + file + " has no entry named like a request with a date; is it the right zip?");
      }
      var day =
          days.stream()
              .filter(each -> days.contains(each.minusDays(1)) && each.getDayOfWeek() == today.getDayOfWeek())
              .findFirst()
              .orElse(days.getFirst());
      return new Recording(zip, entries, today.toEpochDay() - day.toEpochDay());
    } catch (IOException e) {
      throw new UncheckedIOException("Recording " + file + " cannot be read; it must be a zip of captured answers.", e);
    }
  }

  private static List<String> both(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).sorted().toList();
  }

  /** @param path segments below {@code v1} */
  Answer answer(Call call, List<String> path) {
    String asked = moved(String.join("/", path).replace(":", ""), -shift);
    List<String> names = entries.getOrDefault(asked, List.of());
    String exact = asked + "__" + call.query() + ".json";
    String name = names.contains(exact) ? exact : names.isEmpty() ? null : names.getFirst();
    if (name == null) {
      throw Operations.empty();
    }
    try (var stream = zip.getInputStream(zip.getEntry(name))) {
      return Answer.captured(moved(new String(stream.readAllBytes(), StandardCharsets.UTF_8), shift));
    } catch (IOException e) {
      throw new UncheckedIOException("Recorded answer " + name + " cannot be read; the zip is damaged.", e);
    }
  }

  private static String moved(String text, long days) {
    return DATE.matcher(text)
        .replaceAll(date -> Minutes.date((int) (LocalDate.parse(date.group()).toEpochDay() + days) * Minutes.DAY));
  }
}
