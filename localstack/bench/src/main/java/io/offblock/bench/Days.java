package io.offblock.bench;

import io.offblock.bts.OnTimeParser;
import io.offblock.bts.OnTimeSheet;
import io.offblock.harvest.bts.OnTimeFile;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Payloads of one carrier and day, as the import of on-time files cuts them. They are told two days
 * after the flights, so that they are no history and every store holds each flight.
 */
final class Days {
  private Days() {}

  /** Of the first days of a file that hold so many rows. */
  static List<Payload> ofFile(Path file, int rows) throws IOException {
    Map<OnTimeSheet.Part, List<List<String>>> parts = new TreeMap<>();
    OnTimeSheet[] sheet = new OnTimeSheet[1];
    try {
      OnTimeFile.read(
          file,
          (columns, cells) -> {
            sheet[0] = columns;
            parts.computeIfAbsent(columns.part(cells), p -> new ArrayList<>()).add(cells);
          });
    } catch (OnTimeFile.Unreadable e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return cut(sheet[0], parts, rows);
  }

  /** Of made-up rows. */
  static List<Payload> madeUp(int rows) {
    Map<OnTimeSheet.Part, List<List<String>>> parts = new TreeMap<>();
    OnTimeSheet sheet = new OnTimeSheet(MadeUpRows.COLUMNS);
    MadeUpRows.of(rows)
        .forEach(row -> parts.computeIfAbsent(sheet.part(row), p -> new ArrayList<>()).add(row));
    return cut(sheet, parts, rows);
  }

  private static List<Payload> cut(
      OnTimeSheet sheet, Map<OnTimeSheet.Part, List<List<String>>> parts, int rows) {
    List<OnTimeSheet.Part> byDay =
        parts.keySet().stream()
            .filter(part -> !part.day().equals("unreadable"))
            .sorted(java.util.Comparator.comparing(OnTimeSheet.Part::day))
            .toList();
    List<Payload> payloads = new ArrayList<>();
    int taken = 0;
    for (OnTimeSheet.Part part : byDay) {
      if (taken < rows) {
        payloads.add(
            payload(
                part,
                sheet.payload(parts.get(part)),
                LocalDate.parse(part.day()).plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC)));
        taken += parts.get(part).size();
      }
    }
    return payloads;
  }

  /** Told at a moment. */
  static Payload payload(OnTimeSheet.Part part, byte[] bytes, Instant toldAt) {
    String sha256 = sha256(bytes);
    PayloadKey key = PayloadKey.of(OnTimeParser.PROVIDER, part.request(), toldAt, sha256);
    return new Payload(key, key.fetchedAt(), sha256, part.request(), OnTimeParser.HINT, bytes);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** How many rows payloads hold: each row stands on a line of its own. */
  static long rows(Stream<Payload> payloads) {
    return payloads
        .mapToLong(
            p -> {
              long lines = 0;
              for (byte b : p.bytes()) {
                lines += b == '\n' ? 1 : 0;
              }
              return lines;
            })
        .sum();
  }
}
