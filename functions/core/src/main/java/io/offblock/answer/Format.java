package io.offblock.answer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The forms that answers come in: asked for by {@code Accept}, or by {@code ?format=} in a link.
 */
public enum Format {
  JSON("json", "application/json"),
  CSV("csv", "text/csv; charset=utf-8; header=present"),
  GEOJSON("geojson", "application/geo+json"),
  ICALENDAR("ics", "text/calendar; charset=utf-8");

  private static final Pattern QUALITY = Pattern.compile("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

  private final String word;
  private final String contentType;

  Format(String word, String contentType) {
    this.word = word;
    this.contentType = contentType;
  }

  /** What {@code ?format=} calls it. */
  public String word() {
    return word;
  }

  /** What {@code Content-Type} calls it, with its parameters. */
  public String contentType() {
    return contentType;
  }

  /** By the word of {@code ?format=}, in any case. */
  static Optional<Format> of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(f -> f.word.equals(lower)).findFirst();
  }

  /**
   * How much an {@code Accept} header wants this form, 0 to 1 (RFC 9110, section 12.5.1): the most
   * specific range that fits decides.
   */
  double wanted(String accept) {
    Objects.requireNonNull(accept);
    String type = contentType.split(";")[0];
    double quality = 0;
    int precision = -1;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = range.split(";");
      String name = parts[0].strip();
      int precise =
          name.equals(type)
              ? 2
              : name.equals(type.split("/")[0] + "/*") ? 1 : name.equals("*/*") ? 0 : -1;
      if (precise > precision) {
        precision = precise;
        quality = quality(parts);
      }
    }
    return quality;
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      String p = part.strip();
      if (QUALITY.matcher(p).matches()) {
        return Double.parseDouble(p.substring(2));
      }
    }
    return 1;
  }

  /** The words of several, for people: {@code json, csv}. */
  static String words(Iterable<Format> formats) {
    return java.util.stream.StreamSupport.stream(formats.spliterator(), false)
        .map(Format::word)
        .collect(Collectors.joining(", "));
  }
}
