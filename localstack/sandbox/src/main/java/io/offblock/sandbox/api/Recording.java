package io.offblock.sandbox.api;

import io.offblock.sandbox.api.RecordedRow.Side;
import io.offblock.sandbox.world.Airports;
import io.offblock.sandbox.world.Minutes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Captured answers, moved by whole days so that one recorded day plays as today. Local times stay
 * what they were; only dates move, in the answers' links too.
 *
 * <p>A request that was captured gets its answer as captured, later facts included. A board that
 * was not is put together from captured ones that reach into its window, as of now; the other
 * resource's rows are rewritten. A window that no captured board reaches into is not found.
 *
 * <p>An entry's name is the request's path and query with {@code ?} written {@code __} and colons
 * dropped.
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
   * Opens a recording so that one of its days plays as {@code today}: the earliest that has a day
   * before it and falls on the same day of the week, for timetables differ by weekday. Throws
   * {@link UncheckedIOException} if it cannot be read, {@link IllegalArgumentException} if no entry
   * has a date.
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
        DATE.matcher(request)
            .results()
            .map(MatchResult::group)
            .map(LocalDate::parse)
            .forEach(days::add);
      }
      if (days.isEmpty()) {
        zip.close();
        throw new IllegalArgumentException(
            "Recording "
                + file
                + " has no entry named like a request with a date; is it the right zip?");
      }
      var day =
          days.stream()
              .filter(
                  each ->
                      days.contains(each.minusDays(1))
                          && each.getDayOfWeek() == today.getDayOfWeek())
              .findFirst()
              .orElse(days.getFirst());
      return new Recording(zip, entries, today.toEpochDay() - day.toEpochDay());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Recording " + file + " cannot be read; it must be a zip of captured answers.", e);
    }
  }

  private static List<String> both(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).sorted().toList();
  }

  /**
   * @param path segments below {@code v1}
   */
  Answer answer(Call call, List<String> path, Airports airports, int now) {
    String asked = moved(String.join("/", path).replace(":", ""), -shift);
    List<String> names = entries.getOrDefault(asked, List.of());
    String exact = asked + "__" + call.query() + ".json";
    String name = names.contains(exact) ? exact : names.isEmpty() ? null : names.getFirst();
    return name == null ? board(call, path, airports, now) : Answer.captured(text(name));
  }

  private Answer board(Call call, List<String> path, Airports airports, int now) {
    if (path.size() != 5 || !(path.get(2).equals("departures") || path.get(2).equals("arrivals"))) {
      throw Operations.empty();
    }
    boolean departures = path.get(2).equals("departures");
    int from = Operations.time(path.get(4));
    Function<RecordedRow, Side> end = departures ? RecordedRow::departure : RecordedRow::arrival;
    Map<String, RecordedRow> rows = new LinkedHashMap<>();
    for (String name : boards(path, from)) {
      for (var json : rows(name)) {
        RecordedRow.of(json, airports, now)
            .filter(row -> inWindow(end.apply(row), from))
            .ifPresent(row -> rows.putIfAbsent(row.identity(), row));
      }
    }
    var row = path.get(1).equals("flightstatus") ? StatusRow.FLIGHTSTATUS : StatusRow.CUSTOMER;
    var sorted =
        rows.values().stream()
            .sorted(Comparator.comparingInt(each -> end.apply(each).scheduled()))
            .map(row == StatusRow.FLIGHTSTATUS ? RecordedRow::flightstatus : RecordedRow::customer)
            .toList();
    return Operations.board(row, Page.of(call, Operations.CAP), sorted, from);
  }

  private static boolean inWindow(Side side, int from) {
    return Operations.inWindow(side.scheduled(), from) || Operations.inWindow(side.best(), from);
  }

  /**
   * Captured boards of the same airport and side whose window overlaps the one that starts at
   * {@code from}.
   */
  private List<String> boards(List<String> path, int from) {
    String folder = "operations/customerflightinformation/" + path.get(2) + "/" + path.get(3) + "/";
    List<String> names = new ArrayList<>();
    for (int start = from - Operations.WINDOW; start <= from + Operations.WINDOW; start++) {
      String time = Minutes.text(start - (int) shift * Minutes.DAY).replace(":", "");
      entries.getOrDefault(folder + time, List.of()).stream().findFirst().ifPresent(names::add);
    }
    return names;
  }

  private List<JsonObject> rows(String name) {
    var flights =
        new JsonObject(text(name))
            .getJsonObject("FlightInformation", new JsonObject())
            .getJsonObject("Flights", new JsonObject())
            .getValue("Flight");
    return switch (flights) {
      case JsonObject one -> List.of(one);
      case JsonArray several -> several.stream().map(JsonObject.class::cast).toList();
      case null, default -> List.of();
    };
  }

  /** An entry's text with its dates moved. */
  private String text(String name) {
    try (var stream = zip.getInputStream(zip.getEntry(name))) {
      return moved(new String(stream.readAllBytes(), StandardCharsets.UTF_8), shift);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Recorded answer " + name + " cannot be read; the zip is damaged.", e);
    }
  }

  private static String moved(String text, long days) {
    return DATE.matcher(text)
        .replaceAll(
            date ->
                Minutes.date(
                    (int) (LocalDate.parse(date.group()).toEpochDay() + days) * Minutes.DAY));
  }
}
