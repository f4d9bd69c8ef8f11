package io.offblock.payload;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a provider's answer lies in object storage: {@code raw/<provider>/<resource
 * path>/<yyyy>/<mm>/<dd>/<HHmmss.SSS>Z-<first 12 of sha256>.json.gz}. The moment is when it was
 * fetched, UTC.
 *
 * @param provider lower-case name: {@code lufthansa}; not one of the prefixes that keys begin with
 * @param path the request's path below the API's version, without query, without {@code :}
 * @param fetchedAt UTC, to the millisecond
 * @param digest first 12 hex digits of the uncompressed bytes' sha256
 */
public record PayloadKey(String provider, String path, Instant fetchedAt, String digest) {
  private static final DateTimeFormatter STAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu/MM/dd/HHmmss")
          .appendFraction(ChronoField.MILLI_OF_SECOND, 3, 3, true)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern ID =
      Pattern.compile("([a-z0-9]+)/(.+)/(\\d{4}/\\d\\d/\\d\\d/\\d{6}\\.\\d{3})Z-([0-9a-f]{12})");

  /**
   * Segments of plain characters, none of them {@code .} or {@code ..}: keys become file names
   * where raw data is exported.
   */
  private static final Pattern PATH =
      Pattern.compile("(?!\\.{1,2}(/|$))[\\w.,~%+=@-]+(/(?!\\.{1,2}(/|$))[\\w.,~%+=@-]+)*");

  public PayloadKey {
    path = path.replace(":", "").replaceAll("^/+|/+$", "");
    fetchedAt = fetchedAt.truncatedTo(ChronoUnit.MILLIS);
    if (!provider.matches("(?!(raw|seen)$)[a-z0-9]+")
        || !PATH.matcher(path).matches()
        || !digest.matches("[0-9a-f]{12}")) {
      throw new IllegalArgumentException("no payload key: " + path + ", " + digest);
    }
  }

  /**
   * The key of an answer to a request. {@code request} is the path below the version, with or
   * without query.
   */
  public static PayloadKey of(String provider, String request, Instant fetchedAt, String sha256) {
    return new PayloadKey(provider, request.split("\\?", 2)[0], fetchedAt, sha256.substring(0, 12));
  }

  /**
   * Reads an id, or an object key under {@code raw/} or {@code seen/}; empty where the text is
   * none.
   */
  public static Optional<PayloadKey> parse(String text) {
    String id = text.replaceFirst("^(raw|seen)/", "").replaceFirst("\\.json(\\.gz)?$", "");
    Matcher m = ID.matcher(id);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              new PayloadKey(
                  m.group(1), m.group(2), STAMP.parse(m.group(3), Instant::from), m.group(4)))
          .filter(key -> key.id().equals(id));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads {@link #token()}; empty where the text is none. */
  public static Optional<PayloadKey> ofToken(String token) {
    try {
      return parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The payload's name in every answer: the object key without prefix and ending. */
  public String id() {
    return "%s/%s/%sZ-%s".formatted(provider, path, STAMP.format(fetchedAt), digest);
  }

  /** The id as one URL path segment: base64url without padding. */
  public String token() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id().getBytes(StandardCharsets.US_ASCII));
  }

  /** The object's key. */
  public String objectKey() {
    return "raw/" + id() + ".json.gz";
  }

  /** The key of the marker that says: asked again at this key's moment, and unchanged. */
  public String seenKey() {
    return "seen/" + id() + ".json";
  }
}
