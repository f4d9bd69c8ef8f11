package io.offblock.flight;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A count and a hash per day over the flights' canonical facts ({@link FlightFacts#line}): two
 * stores that hold the same flights have the same digest. The hash of a day is the exclusive or of
 * its flights' sha256, so flights come in any order and none is kept in memory. Each flight is to
 * be added once.
 */
public final class FlightDigest {
  private final SortedMap<LocalDate, Sum> days = new TreeMap<>();

  /**
   * A day's digest.
   *
   * @param day scheduled departure, local at the origin
   * @param count of flights, and of lines that had a flight on the day
   * @param hash 64 hex digits
   */
  public record Day(LocalDate day, long count, String hash) {}

  private static final class Sum {
    private long count;
    private final byte[] hash = new byte[32];
  }

  /** Adds a flight. */
  public void add(Flight flight) {
    add(flight.id().day(), sha256(FlightFacts.line(flight)));
  }

  /**
   * Adds a day of a line, which stands for flights that are not held (see {@code
   * io.offblock.history}). Each is to be added once.
   *
   * @param line the line's name
   */
  public void add(String line, LocalDate day) {
    add(day, sha256(text(line, day)));
  }

  private static String text(String line, LocalDate day) {
    return "line=" + line + '|' + day;
  }

  private void add(LocalDate day, byte[] own) {
    Sum sum = days.computeIfAbsent(day, d -> new Sum());
    sum.count++;
    for (int i = 0; i < own.length; i++) {
      sum.hash[i] ^= own[i];
    }
  }

  /** A flight's own part of its day's hash, 64 hex digits. */
  public static String hash(Flight flight) {
    return HexFormat.of().formatHex(sha256(FlightFacts.line(flight)));
  }

  /** The own part that a day of a line has in its day's hash, 64 hex digits. */
  public static String hash(String line, LocalDate day) {
    return HexFormat.of().formatHex(sha256(text(line, day)));
  }

  /** The days that have flights, in order. */
  public List<Day> days() {
    return days.entrySet().stream()
        .map(
            e ->
                new Day(
                    e.getKey(), e.getValue().count, HexFormat.of().formatHex(e.getValue().hash)))
        .toList();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
