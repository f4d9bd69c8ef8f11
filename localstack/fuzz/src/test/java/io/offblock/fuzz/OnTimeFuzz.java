package io.offblock.fuzz;

import static io.offblock.fuzz.Promises.check;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.bts.OnTimeFlight;
import io.offblock.bts.OnTimeParser;
import io.offblock.bts.OnTimeSheet;
import io.offblock.flight.FlightId;
import io.offblock.harvest.bts.OnTimeFile;
import io.offblock.payload.ParsedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The importer of on-time files: whatever the file, it is refused with its reason, or each of its
 * rows is a flight or stands among the rejected.
 */
public final class OnTimeFuzz {
  private static final Airports AIRPORTS = Airports.packaged();
  private static final OnTimeParser PARSER = new OnTimeParser(AIRPORTS);
  private static final Path FILE = file();

  private OnTimeFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    Map<OnTimeSheet.Part, List<List<String>>> parts = new TreeMap<>();
    OnTimeSheet[] sheet = new OnTimeSheet[1];
    try {
      OnTimeFile.read(
          FILE,
          (of, row) -> {
            sheet[0] = of;
            parts.computeIfAbsent(of.part(row), p -> new ArrayList<>()).add(row);
          });
    } catch (OnTimeFile.Unreadable refused) {
      check(!String.valueOf(refused.getMessage()).isBlank(), "a reason to read");
      return;
    }
    parts.forEach((part, rows) -> payload(part, rows, sheet[0]));
  }

  private static void payload(OnTimeSheet.Part part, List<List<String>> rows, OnTimeSheet sheet) {
    ParsedPayload parsed =
        PARSER.parse(
            Samples.payload(
                part.request(),
                OnTimeParser.HINT,
                Samples.MOMENT,
                new String(sheet.payload(rows), StandardCharsets.UTF_8)));
    check(parsed.reports().size() + parsed.rejected().size() == rows.size(), "each row counts");
    Set<FlightId> flights =
        rows.stream()
            .flatMap(row -> sheet.flight(row, AIRPORTS).map(OnTimeFlight::id).stream())
            .collect(Collectors.toSet());
    parsed
        .reports()
        .forEach(
            report -> {
              Promises.check(report);
              check(flights.contains(report.id()), "the file's row is the payload's flight");
              long later = ChronoUnit.DAYS.between(LocalDate.parse(part.day()), report.id().day());
              check(later == 0 || later == 1, "it is of its part's day; 2400 is the next");
            });
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzz", ".csv");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
