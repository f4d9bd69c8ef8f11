package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.CapturedData;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Fourteen real days through the parser: nothing is poison and nothing is rejected. */
class RecordingTest {
  @Test
  void everyRecordedAnswerIsRead() throws IOException {
    LufthansaParser parser = new LufthansaParser(Airports.packaged());
    List<String> poison = new ArrayList<>();
    Map<String, Integer> rejected = new TreeMap<>();
    Map<FlightId, Flight> flights = new HashMap<>();
    Map<String, Integer> withoutUtc = new TreeMap<>();
    long entries = 0;
    long reports = 0;
    long bytes = 0;
    long began = System.nanoTime();
    try (ZipFile zip =
        new ZipFile(CapturedData.path("lufthansa/recording-2024-07-06--19.zip").toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        byte[] body = zip.getInputStream(entry).readAllBytes();
        entries++;
        bytes += body.length;
        try {
          ParsedPayload parsed = parser.parse(payload(entry.getName(), body));
          reports += parsed.reports().size();
          parsed.rejected().forEach(r -> rejected.merge(r.reason(), 1, Integer::sum));
          for (FlightReport report : parsed.reports()) {
            Flight flight = Flight.of(report);
            assertEquals(flight, FlightFacts.read(FlightFacts.write(flight)));
            flights.merge(flight.id(), flight, Flight::merge);
            if (flight.departure().orElseThrow().scheduled().orElseThrow().utc().isEmpty()) {
              withoutUtc.merge(flight.id().origin(), 1, Integer::sum);
            }
          }
        } catch (PoisonPayload e) {
          poison.add(entry.getName() + ": " + e.reason() + ": " + e.getMessage());
        }
      }
    }
    System.out.printf(
        "recording: %d answers, %.1f MB, %d reports of %d flights, %d poison, rejected %s,"
            + " departures without UTC by airport %s, %.1f s%n",
        entries,
        bytes / 1e6,
        reports,
        flights.size(),
        poison.size(),
        rejected,
        withoutUtc,
        (System.nanoTime() - began) / 1e9);
    assertEquals(List.of(), poison);
    assertEquals(Map.of(), rejected);
    assertTrue(reports > entries, "fewer reports than answers");
  }

  private static Payload payload(String entry, byte[] body) {
    String sha256 = Samples.sha256(body);
    String request = "/" + entry.replace("__", "?").replaceFirst("\\.json$", "");
    return new Payload(
        io.offblock.payload.PayloadKey.of("lufthansa", request, Samples.MOMENT, sha256),
        Samples.MOMENT,
        sha256,
        request,
        "customerflightinformation",
        body);
  }
}
