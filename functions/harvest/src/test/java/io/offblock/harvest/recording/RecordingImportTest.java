package io.offblock.harvest.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.CapturedData;
import io.offblock.airport.Airports;
import io.offblock.harvest.digest.RawDigest;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingImportTest {
  private static final String UPLOAD = "imports/" + "ab".repeat(32) + ".zip";
  private static final String BOARD =
      "operations/customerflightinformation/arrivals/JFK/2024-07-06T1000__limit=100.json";

  @TempDir private Path work;
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryVault vault = new MemoryVault(objects);
  private RecordingImport recordings;

  @BeforeEach
  void open() {
    recordings = new RecordingImport(objects, vault, Airports.packaged(), work);
  }

  @ParameterizedTest
  @CsvSource({
    // In July New York is four hours behind UTC: 10:00 local and four hours of window end at 18:00
    // UTC.
    "operations/customerflightinformation/arrivals/JFK/2024-07-06T1000__limit=100.json,"
        + " /operations/customerflightinformation/arrivals/JFK/2024-07-06T10:00?limit=100,"
        + " customerflightinformation, 2024-07-06T18:00:00Z",
    "operations/flightstatus/departures/FRA/2024-01-06T2200.json,"
        + " /operations/flightstatus/departures/FRA/2024-01-06T22:00, flightstatus, 2024-01-07T01:00:00Z",
    "operations/flightstatus/LH400/2024-07-06.json,"
        + " /operations/flightstatus/LH400/2024-07-06, flightstatus, 2024-07-07T00:00:00Z",
    "operations/schedules/FRA/JFK/2024-07-06__directFlights=1.json,"
        + " /operations/schedules/FRA/JFK/2024-07-06?directFlights=1, schedules, 2024-07-07T00:00:00Z",
    "mds-references/airports__limit=100&offset=0.json,"
        + " /mds-references/airports?limit=100&offset=0, airports, 1980-01-01T00:00:00Z",
  })
  void namesAreRequests(String name, String request, String hint, Instant end) {
    RecordedEntry entry = RecordedEntry.of(name, Airports.packaged()).orElseThrow();
    assertEquals(request, entry.request());
    assertEquals(hint, entry.hint());
    assertEquals(end, entry.windowEnd());
  }

  @ParameterizedTest
  @CsvSource({
    "readme.txt",
    "../operations/flightstatus/LH400/2024-07-06.json",
    "operations/flightstatus/LH400/2024-07-06",
    "operations/flightstatus/departures/FRA/2024-13-06T2200.json",
    "orders/orders/1/2.json",
  })
  void otherNamesAreNone(String name) {
    assertTrue(RecordedEntry.of(name, Airports.packaged()).isEmpty());
  }

  @Test
  void aCaptureTimeIsTheMomentOfFetching() throws IOException {
    Instant captured = Instant.parse("2024-07-06T15:30:02Z");
    upload(Map.of(BOARD, "{\"a\":1}"), captured);
    assertEquals(1, load().stored());
    assertEquals(captured, only().seenAt());
  }

  @Test
  void withoutOneItIsTheEndOfTheWindowAndTheBytesAreAsCaptured() throws IOException {
    upload(Map.of(BOARD, "{\"a\": 1}"), null);
    load();
    Payload payload = only();
    assertEquals(Instant.parse("2024-07-06T18:00:00Z"), payload.seenAt());
    assertEquals("{\"a\": 1}", new String(payload.bytes(), StandardCharsets.UTF_8));
    assertEquals(
        "/operations/customerflightinformation/arrivals/JFK/2024-07-06T10:00?limit=100",
        payload.request());
  }

  @Test
  void importingTwiceStoresOnce() throws IOException {
    upload(Map.of(BOARD, "{}"), null);
    assertEquals(1, load().stored());
    RecordingImport.Answer again = load();
    assertEquals(0, again.stored());
    assertEquals(1, again.unchanged());
    assertEquals(1, vault.kept().size());
  }

  @Test
  void inspectingNamesEachBadEntryAndStoresNothing() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(BOARD, "{}");
    entries.put("holiday.jpg", "x");
    entries.put("operations/flightstatus/LH400/2024-07-06.json", "{\"cut\":");
    entries.put("operations/flightstatus/LH401/2024-07-06.json", "[1]");
    upload(entries, null);
    RecordingImport.Answer answer =
        recordings.run(new RecordingImport.Question(UPLOAD, "inspect", 0, 100));
    assertEquals(4, answer.entries());
    assertEquals(3, answer.errors().size());
    assertEquals(0, answer.stored());
    assertTrue(vault.kept().isEmpty());
  }

  @Test
  void anythingButAZipIsRefusedInWords() throws IOException {
    objects.put(
        UPLOAD,
        new NewObject("no zip".getBytes(StandardCharsets.UTF_8), "application/zip", Map.of()),
        new Condition.Always());
    assertEquals(
        1, recordings.run(new RecordingImport.Question(UPLOAD, "inspect", 0, 9)).errors().size());
    String missing = "imports/" + "cd".repeat(32) + ".zip";
    assertEquals(
        1, recordings.run(new RecordingImport.Question(missing, "inspect", 0, 9)).errors().size());
    assertEquals(
        1,
        recordings
            .run(new RecordingImport.Question("../secrets", "inspect", 0, 9))
            .errors()
            .size());
  }

  @Test
  void piecesFollowEachOther() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int day = 10; day < 17; day++) {
      entries.put("operations/flightstatus/LH400/2024-07-" + day + ".json", "{}");
    }
    upload(entries, null);
    Integer next = 0;
    int stored = 0;
    while (next != null) {
      RecordingImport.Answer answer =
          recordings.run(new RecordingImport.Question(UPLOAD, "load", next, 3));
      stored += answer.stored();
      next = answer.next();
    }
    assertEquals(7, stored);
  }

  @Test
  void theRecordingOfFourteenDaysComesInWhole() throws IOException {
    Path file = CapturedData.path("lufthansa/recording-2024-07-06--19.zip");
    objects.put(
        UPLOAD,
        new NewObject(Files.readAllBytes(file), "application/zip", Map.of()),
        new Condition.Always());
    RecordingImport.Answer inspected =
        recordings.run(new RecordingImport.Question(UPLOAD, "inspect", 0, 10_000));
    assertEquals(3543, inspected.entries());
    assertEquals(0, inspected.errors().size());
    assertEquals(3543, load().stored());
    RawDigest.Answer digest =
        new RawDigest(objects, vault, new LufthansaParser(Airports.packaged()), "memory")
            .run(LocalDate.of(2024, 7, 10), LocalDate.of(2024, 7, 10));
    assertEquals(1, digest.days().size());
    assertTrue(digest.days().getFirst().count() > 500, digest.toString());
    assertEquals(64, digest.days().getFirst().hash().length());
  }

  private RecordingImport.Answer load() throws IOException {
    RecordingImport.Answer answer =
        recordings.run(new RecordingImport.Question(UPLOAD, "load", 0, 10_000));
    assertNull(answer.next());
    return answer;
  }

  private Payload only() {
    return vault.kept().values().iterator().next();
  }

  private void upload(Map<String, String> entries, Instant captured) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        ZipEntry one = new ZipEntry(entry.getKey());
        if (captured == null) {
          one.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        } else {
          one.setLastModifiedTime(FileTime.from(captured));
        }
        zip.putNextEntry(one);
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    objects.put(
        UPLOAD,
        new NewObject(bytes.toByteArray(), "application/zip", Map.of()),
        new Condition.Always());
  }
}
