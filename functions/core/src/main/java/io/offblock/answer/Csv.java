package io.offblock.answer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * JSON objects as a table (RFC 4180): a column for each field, those of an object inside with a dot
 * between, {@code departure.scheduled.utc}; the items of a list with blanks between. What is absent
 * is an empty cell.
 */
public final class Csv {
  private static final String END = "\r\n";
  private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

  private Csv() {}

  /** The rows with a header, UTF-8; a header alone cannot be told where there is no row. */
  public static byte[] of(List<? extends Map<String, ?>> rows) {
    List<Map<String, String>> flat = rows.stream().map(Csv::flat).toList();
    Set<String> columns = new LinkedHashSet<>();
    flat.forEach(row -> columns.addAll(row.keySet()));
    StringBuilder text = new StringBuilder(line(columns));
    for (Map<String, String> row : flat) {
      text.append(line(columns.stream().map(c -> row.getOrDefault(c, "")).toList()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Of flights that are written out as JSON already. */
  public static byte[] ofTexts(List<FlightText.At> flights) {
    return of(flights.stream().map(flight -> Json.object(flight.toString())).toList());
  }

  private static Map<String, String> flat(Map<String, ?> row) {
    Map<String, String> cells = new LinkedHashMap<>();
    row.forEach((name, value) -> flatten(name, value, cells));
    return cells;
  }

  private static void flatten(String name, Object value, Map<String, String> cells) {
    switch (value) {
      case Map<?, ?> inner -> inner.forEach((field, v) -> flatten(name + "." + field, v, cells));
      case List<?> items ->
          cells.put(name, items.stream().map(Csv::cell).collect(Collectors.joining(" ")));
      default -> cells.put(name, cell(value));
    }
  }

  private static String cell(Object value) {
    return value instanceof java.time.Instant moment ? Json.utc(moment) : value.toString();
  }

  private static String line(Iterable<String> cells) {
    StringJoiner line = new StringJoiner(",", "", END);
    cells.forEach(cell -> line.add(quoted(cell)));
    return line.toString();
  }

  private static String quoted(String cell) {
    return SPECIAL.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
