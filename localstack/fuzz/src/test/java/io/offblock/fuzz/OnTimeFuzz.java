package io.offblock.fuzz;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.bts.OnTimeParser;
import io.offblock.bts.OnTimeSheet;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.harvest.bts.OnTimeFile;
import io.offblock.payload.ParsedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The importer of on-time files: whatever the file, it is refused with its reason, or each of its
 * rows is a flight or stands among the rejected.
 */
public final class OnTimeFuzz {
  private static final OnTimeParser PARSER = new OnTimeParser(Airports.packaged());
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
    parts.forEach((part, rows) -> check(part, rows, sheet[0].payload(rows)));
  }

  private static void check(OnTimeSheet.Part part, List<List<String>> rows, byte[] bytes) {
    ParsedPayload parsed =
        PARSER.parse(
            Samples.payload(
                part.request(),
                OnTimeParser.HINT,
                Samples.MOMENT,
                new String(bytes, StandardCharsets.UTF_8)));
    check(parsed.reports().size() + parsed.rejected().size() == rows.size(), "each row counts");
    parsed
        .reports()
        .forEach(
            report -> {
              Flight flight = Flight.of(report);
              check(
                  flight.equals(FlightFacts.read(FlightFacts.write(flight))),
                  "its facts are the flight");
              check(report.id().day().toString().equals(part.day()), "it is of its part's day");
            });
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
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
