package io.offblock.sandbox.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables on the class path: comma-separated, double quotes around fields that hold a comma, one
 * header line.
 */
public final class Csv {
  private Csv() {}

  /**
   * Rows below the header, fields in the file's order. Throws {@link IllegalStateException} if the
   * table is absent.
   */
  public static List<List<String>> rows(String resource) {
    List<List<String>> rows = new ArrayList<>();
    List<String> lines = lines(resource);
    for (String line : lines.subList(1, lines.size())) {
      rows.add(fields(line));
    }
    return rows;
  }

  /** All lines of a resource that are neither empty nor a comment. */
  public static List<String> lines(String resource) {
    try (var stream = Csv.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Table " + resource + " is not on the class path; build the sandbox again.");
      }
      var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Table " + resource + " cannot be read.", e);
    }
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>(8);
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
