package io.offblock.harvest.bts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.CapturedData;
import io.offblock.airport.Airports;
import io.offblock.answer.DayFlights;
import io.offblock.flight.FlightReport;
import io.offblock.harvest.bts.OnTimeImport.Answer;
import io.offblock.harvest.bts.OnTimeImport.Question;
import io.offblock.harvest.digest.RawDigest;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.history.Holding;
import io.offblock.payload.Payload;
import io.offblock.provider.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnTimeImportTest {
  private static final String UPLOAD = "imports/" + "ab".repeat(32) + ".bts";
  private static final String HEADER =
      "\"FL_DATE\",OP_UNIQUE_CARRIER,OP_CARRIER_FL_NUM,ORIGIN,DEST,CRS_DEP_TIME,DEP_TIME,DEP_DELAY,CRS_ARR_TIME,"
          + "ARR_TIME,ARR_DELAY,CANCELLED,DIVERTED,CRS_ELAPSED_TIME,\n";

  @TempDir private Path work;
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryVault vault = new MemoryVault(objects);
  private Instant now = Instant.parse("2026-11-24T08:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gz", "zip"})
  void everyRowIsAccountedForInWhateverWrapping(String wrapping) throws IOException {
    upload(
        wrapped(
            wrapping,
            HEADER + rows() + "nonsense,,,\n2008-01-02,AA,12,JFK,BOS,9999,,,1300,,,0,0,60,\n"));
    Answer inspected = imports().run(new Question(UPLOAD, "inspect", 0, 0));
    assertNull(inspected.error());
    assertEquals(8, inspected.rows());
    assertEquals(3, inspected.days(), "two days, and the rows that tell none");
    Answer first = imports().run(new Question(UPLOAD, "load", 0, 1));
    Answer rest = imports().run(new Question(UPLOAD, "load", first.next(), 10));
    assertNull(rest.next());
    assertEquals(8, first.rows() + rest.rows());
    assertEquals(6, first.flights() + rest.flights());
    assertEquals(2, first.rejected() + rest.rejected());
    assertTrue(
        Stream.of(first, rest)
            .flatMap(a -> a.reasons().stream())
            .anyMatch(r -> r.endsWith("SCHEDULED_DEPARTURE is no time of day: 9999")));
    assertEquals(
        List.of("AA/2008-01-01", "AA/2008-01-02", "B6/2008-01-02", "ZZ/unreadable"),
        objects.list("raw/", "", 100).stream()
            .map(k -> k.substring("raw/bts/ontime/".length()).replaceAll("/\\d{4}/\\d\\d/.*", ""))
            .toList());
    assertEquals(6, flights().distinct().count());
  }

  @Test
  void importedAgainOnAnotherDayNothingIsStored() throws IOException {
    upload(wrapped("plain", HEADER + rows()));
    Answer first = imports().run(new Question(UPLOAD, "load", 0, 100));
    List<String> keys = objects.list("raw/", "", 100);
    now = now.plusSeconds(100_000);
    Answer again = imports().run(new Question(UPLOAD, "load", 0, 100));
    assertEquals(3, first.stored());
    assertEquals(0, again.stored());
    assertEquals(3, again.unchanged());
    assertEquals(first.flights(), again.flights());
    assertEquals(keys, objects.list("raw/", "", 100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the file is empty",
        "a,b,c|this is no on-time file of the bureau: the column FL_DATE or FlightDate is missing",
        "PK\u0003\u0004nonsense|it cannot be unpacked: the zip holds no .csv",
      })
  void whatIsNoOnTimeFileIsRefusedAndNothingIsStored(String content, String error)
      throws IOException {
    upload(content.getBytes(StandardCharsets.ISO_8859_1));
    for (String mode : List.of("inspect", "load")) {
      assertEquals(error, imports().run(new Question(UPLOAD, mode, 0, 10)).error());
    }
    assertEquals(List.of(), objects.list("raw/", "", 10));
  }

  /** Whether the garbled byte stands in the header or in some row. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNoUtf8IsRefused(boolean inTheHeader) throws IOException {
    String text = inTheHeader ? "FL_îDATE\n" : HEADER + rows() + "îî,AA\n";
    upload(text.getBytes(StandardCharsets.ISO_8859_1));
    Answer answer = imports().run(new Question(UPLOAD, "load", 0, 10));
    assertTrue(String.valueOf(answer.error()).startsWith("it is no UTF-8 text"), answer::toString);
    assertEquals(List.of(), objects.list("raw/", "", 10));
  }

  @Test
  void aTornGzipIsRefused() throws IOException {
    byte[] whole = wrapped("gz", HEADER + rows().repeat(200));
    upload(java.util.Arrays.copyOf(whole, whole.length / 2));
    Answer answer = imports().run(new Question(UPLOAD, "inspect", 0, 0));
    assertTrue(answer.error().startsWith("it cannot be unpacked"), answer.error());
  }

  @Test
  void anUploadThatIsNotThereIsRefused() throws IOException {
    assertEquals(
        "there is no such upload", imports().run(new Question(UPLOAD, "load", 0, 1)).error());
    assertEquals(
        "there is no such upload",
        imports().run(new Question("imports/../raw/x", "load", 0, 1)).error());
    assertEquals(
        "the mode is inspect or load, not eat",
        imports().run(new Question(UPLOAD, "eat", 0, 1)).error());
  }

  @Test
  void aRealMonthIsAccountedForRowByRow() throws IOException {
    upload(Files.readAllBytes(CapturedData.path("bts/2008-01.csv.gz")));
    Answer inspected = imports().run(new Question(UPLOAD, "inspect", 0, 0));
    assertEquals(605_765, inspected.rows());
    assertEquals(31, inspected.days());
    Answer days = imports().run(new Question(UPLOAD, "load", 0, 2));
    assertEquals(days.rows(), days.flights() + days.rejected());
    assertEquals(days.flights(), flights().distinct().count());
    System.out.printf(
        "two days of January 2008: %d rows, %d rejected, %d payloads%n",
        days.rows(), days.rejected(), days.stored());
  }

  /** The day after did not read the part, and verify told of a difference that was none. */
  @Test
  void aDepartureAt2400IsInTheDigestOfTheDayAfterAndOfThatAlone() throws IOException {
    upload(wrapped("plain", HEADER + "2008-01-02,AA,22,JFK,BOS,2400,2400,0,0100,0100,0,0,0,60,\n"));
    imports().run(new Question(UPLOAD, "load", 0, 1));
    assertEquals(List.of("AA-22-JFK-BOS-20080103T0000"), flights().toList());
    RawDigest digest = new RawDigest(objects, vault, Providers.of(Airports.packaged()), "memory");
    LocalDate written = LocalDate.of(2008, 1, 2);
    LocalDate flown = written.plusDays(1);
    assertEquals(List.of(), digest.run(written, written).days());
    List<RawDigest.Day> days = digest.run(flown, flown).days();
    assertEquals(
        List.of("2008-01-03 1"), days.stream().map(d -> d.day() + ' ' + d.count()).toList());
    assertEquals(days, digest.run(written, flown).days());
    DayFlights named = new DayFlights(flown, Optional.empty(), Set.of());
    assertEquals(1, ((List<?>) digest.tell(named, Holding.EVERYTHING).get("flights")).size());
    assertEquals(0, digest.run(flown.plusDays(1), flown.plusDays(1)).payloads());
    assertEquals(0, digest.run(written.minusDays(1), written.minusDays(1)).payloads());
  }

  private Stream<String> flights() {
    Providers providers = Providers.of(Airports.packaged());
    return vault.kept().values().stream()
        .flatMap((Payload p) -> providers.parse(p).reports().stream())
        .map((FlightReport r) -> r.id().toString());
  }

  private static String rows() {
    return Stream.of(
            "2008-01-01,AA,12,JFK,BOS,1200,1205,5,1300,1310,10,0,0,60,",
            "2008-01-02,AA,12,JFK,BOS,1200,1205,5,1300,1310,10,0,0,60,",
            "2008-01-02,B6,14,JFK,BOS,1200,1205,5,1300,1310,10,0,0,60,",
            "2008-01-01,AA,16,JFK,BOS,1200,,,1300,,,1,0,60,",
            "2008-01-02,B6,18,JFK,BOS,1200,1205,5,1300,,,0,1,60,",
            "2008-01-02,AA,20,JFK,BOS,0010,2400,-10,0110,0100,-10,0,0,60,")
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static byte[] wrapped(String wrapping, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream out =
        switch (wrapping) {
          case "gz" -> new GZIPOutputStream(bytes);
          case "zip" -> {
            ZipOutputStream zip = new ZipOutputStream(bytes);
            zip.putNextEntry(new ZipEntry("readme.html"));
            zip.write("<p>notes</p>".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("On_Time_2008_1.csv"));
            yield zip;
          }
          default -> bytes;
        };
    try (out) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void upload(byte[] bytes) {
    objects.put(UPLOAD, NewObject.json(bytes), new Condition.Always());
  }

  private OnTimeImport imports() {
    InstantSource clock = () -> now;
    return new OnTimeImport(objects, vault, Airports.packaged(), clock, work);
  }
}
