package io.offblock.answer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What all answers have in common, in one place: the form that was asked for, the entity tag and
 * the conditional answer, for how long a cache may keep it. Compression is the gateway's.
 */
final class Delivery {
  /** The one field that changes with the moment of asking and says nothing that seenAt does not. */
  private static final byte[] AGE = "\"ageSeconds\":".getBytes(StandardCharsets.US_ASCII);

  /** How far the search for it may go on, by the byte under its end. */
  private static final int[] STEPS = steps();

  private Delivery() {}

  /**
   * The answer as it goes out.
   *
   * @throws Problem 406 where none of its forms is wanted
   */
  static ApiAnswer of(ApiAnswer answer, ApiRequest request) {
    if (answer.status() != 200) {
      return answer.status() < 400 ? answer : kept(answer, "no-store");
    }
    Format format = format(answer, request);
    Optional<byte[]> other = Optional.ofNullable(answer.others().get(format)).map(Supplier::get);
    // Points move though nothing was said: they are the same only where they are the same points.
    byte[] essence = format == Format.GEOJSON ? other.orElseThrow() : answer.sameAs();
    String tag = tag(essence, format);
    boolean known = matches(request.headers().get("if-none-match"), tag);
    ApiAnswer alone = kept(answer, "no-cache").withHeader("ETag", tag);
    ApiAnswer tagged = answer.others().isEmpty() ? alone : alone.withHeader("Vary", "Accept");
    if (known) {
      return new ApiAnswer(304, tagged.headers(), new byte[0]);
    }
    return other
        .map(
            bytes ->
                new ApiAnswer(200, tagged.headers(), bytes)
                    .withHeader("Content-Type", format.contentType()))
        .orElse(tagged);
  }

  private static ApiAnswer kept(ApiAnswer answer, String otherwise) {
    return answer.headers().containsKey("Cache-Control")
        ? answer
        : answer.withHeader("Cache-Control", otherwise);
  }

  /** JSON stands for whatever form an answer has by itself. */
  private static Format format(ApiAnswer answer, ApiRequest request) {
    List<Format> offered = new ArrayList<>(List.of(Format.JSON));
    offered.addAll(answer.others().keySet());
    Optional<String> word = request.value("format");
    if (word.isPresent()) {
      return Format.of(word.get())
          .filter(offered::contains)
          .orElseThrow(
              () ->
                  notAcceptable(
                      "this answer is not given as format=" + word.get(), offered, request));
    }
    String accept = request.headers().getOrDefault("accept", "*/*");
    if (answer.others().isEmpty() || accept.isBlank()) {
      return Format.JSON;
    }
    Format best = Format.JSON;
    for (Format format : offered) {
      if (format.wanted(accept) > best.wanted(accept)) {
        best = format;
      }
    }
    if (best.wanted(accept) == 0) {
      throw notAcceptable("this answer is not given in a form that was accepted", offered, request);
    }
    return best;
  }

  private static Problem notAcceptable(String detail, List<Format> offered, ApiRequest request) {
    return new Problem(
        406,
        "Not acceptable",
        detail,
        "Ask for one of: %s, by Accept or by format=%s."
            .formatted(Format.words(offered), offered.getLast().word()));
  }

  /**
   * Weak: it is the same whether compressed or not, and whenever it was asked for. Two different
   * checksums and the length are enough to tell one state of a fact from the next, which nobody
   * forges, and cost a two-hundredth of a digest under the compiler that starts functions fast.
   */
  private static String tag(byte[] essence, Format format) {
    CRC32 crc = new CRC32();
    CRC32C other = new CRC32C();
    crc.update(format.ordinal());
    other.update(format.ordinal());
    int from = 0;
    int length = 0;
    for (int at = find(essence, 0); from < essence.length; at = find(essence, from)) {
      int until = at < 0 ? essence.length : at;
      crc.update(essence, from, until - from);
      other.update(essence, from, until - from);
      length += until - from;
      from = at < 0 ? essence.length : until + AGE.length;
      while (from < essence.length && essence[from] >= '0' && essence[from] <= '9') {
        from++;
      }
    }
    return "W/\"%08x%08x%08x\"".formatted(crc.getValue(), other.getValue(), length);
  }

  /** Horspool's search: most steps are as long as what is sought. */
  private static int find(byte[] text, int from) {
    int last = AGE.length - 1;
    for (int i = from; i <= text.length - AGE.length; i += STEPS[text[i + last] & 0xff]) {
      if (text[i + last] == AGE[last]
          && Arrays.equals(text, i, i + AGE.length, AGE, 0, AGE.length)) {
        return i;
      }
    }
    return -1;
  }

  private static int[] steps() {
    int[] steps = new int[256];
    Arrays.fill(steps, AGE.length);
    for (int i = 0; i < AGE.length - 1; i++) {
      steps[AGE[i]] = AGE.length - 1 - i;
    }
    return steps;
  }

  private static boolean matches(String asked, String tag) {
    if (asked == null) {
      return false;
    }
    String opaque = tag.substring(2);
    return asked.strip().equals("*")
        || Arrays.stream(asked.split(","))
            .map(String::strip)
            .anyMatch(one -> one.equals(tag) || one.equals(opaque));
  }
}
