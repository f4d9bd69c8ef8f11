package io.offblock.bench;

import io.offblock.airport.Airports;
import io.offblock.bench.Contender.Told;
import io.offblock.bts.OnTimeSheet;
import io.offblock.harvest.bts.OnTimeFile;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.provider.Providers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flights of the past in payloads of one carrier and day, told long after the day, so that they are
 * history: of on-time files, or made up. Memory holds one file, or one made-up day.
 */
final class PastFlights {
  private final PayloadParser parser = Providers.of(Airports.packaged());
  private final List<Path> files;

  /**
   * @param files of the bureau, in the order of their months; none for made-up rows
   */
  PastFlights(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** Takes a day's payloads. */
  @FunctionalInterface
  interface Taker {
    void take(List<Told> day) throws Exception;
  }

  /** Hands over day after day until so many flights are told; how many they were. */
  long tell(long flights, Taker taker) throws Exception {
    long told = 0;
    if (files.isEmpty()) {
      for (int day = 0; told < flights; day++) {
        told +=
            handOver(
                new OnTimeSheet(MadeUpRows.COLUMNS), MadeUpRows.day(day), flights - told, taker);
      }
      return told;
    }
    for (Path file : files) {
      Sheet sheet = read(file);
      for (List<List<String>> day : sheet.days().values()) {
        if (told < flights) {
          told += handOver(sheet.columns(), day, flights - told, taker);
        }
      }
    }
    return told;
  }

  private record Sheet(OnTimeSheet columns, TreeMap<String, List<List<String>>> days) {}

  private static Sheet read(Path file) throws IOException {
    TreeMap<String, List<List<String>>> days = new TreeMap<>();
    OnTimeSheet[] sheet = new OnTimeSheet[1];
    try {
      OnTimeFile.read(
          file,
          (columns, cells) -> {
            sheet[0] = columns;
            String day = columns.part(cells).day();
            if (!day.equals("unreadable")) {
              days.computeIfAbsent(day, d -> new ArrayList<>()).add(cells);
            }
          });
    } catch (OnTimeFile.Unreadable e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return new Sheet(sheet[0], days);
  }

  private long handOver(OnTimeSheet sheet, List<List<String>> day, long most, Taker taker)
      throws Exception {
    Map<OnTimeSheet.Part, List<List<String>>> parts = new TreeMap<>();
    day.stream()
        .limit(most)
        .forEach(row -> parts.computeIfAbsent(sheet.part(row), p -> new ArrayList<>()).add(row));
    List<Told> told = new ArrayList<>();
    parts.forEach(
        (part, rows) -> {
          Payload payload =
              Days.payload(part, sheet.payload(rows), WorldWeek.NOON.minusSeconds(3600));
          told.add(new Told(payload, parser.parse(payload)));
        });
    taker.take(told);
    return told.stream().mapToLong(t -> t.parsed().reports().size()).sum();
  }
}
