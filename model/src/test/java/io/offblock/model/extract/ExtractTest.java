package io.offblock.model.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.airport.Airports;
import io.offblock.model.Sky;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractTest {
  @TempDir Path folder;

  private static byte[] written(List<HistoricFlight> flights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Extract.Writer writer = new Extract.Writer(bytes)) {
      for (HistoricFlight flight : flights) {
        writer.write(flight);
      }
    }
    return bytes.toByteArray();
  }

  private static String refused(byte[] bytes) {
    return assertThrows(
            IOException.class, () -> Extract.read(new ByteArrayInputStream(bytes), f -> {}))
        .getMessage();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    List<HistoricFlight> flights = Sky.flights(3, 30, 1);
    List<HistoricFlight> read = new ArrayList<>();
    assertEquals(
        flights.size(), Extract.read(new ByteArrayInputStream(written(flights)), read::add));
    assertEquals(flights, read);
  }

  @Test
  void aFileCutShortIsToldFromAWholeOne() throws IOException {
    byte[] whole = written(Sky.flights(3, 30, 1));
    for (int length : new int[] {5, whole.length / 2, whole.length - 1}) {
      refused(Arrays.copyOf(whole, length));
    }
    String withoutEnd = "#offblock-extract,1\n" + Extract.COLUMNS + '\n';
    assertTrue(refused(zipped(withoutEnd)).contains("without its end"));
    assertTrue(refused(zipped(withoutEnd + "#end,3\n")).contains("#end,3, 0 were read"));
  }

  @Test
  void anotherSchemaIsRefusedWithTheFix() throws IOException {
    assertTrue(refused(zipped("#offblock-extract,2\nid\n")).contains("extract again"));
    assertTrue(refused(zipped("id,carrier\n")).contains("does not begin with"));
  }

  @Test
  void aBadLineIsNamed() throws IOException {
    String head = "#offblock-extract,1\n" + Extract.COLUMNS + '\n';
    assertTrue(
        refused(zipped(head + "a,b,c,d,e,,,yesterday,,,,0,0\n#end,1\n")).startsWith("line 3"));
    assertTrue(refused(zipped(head + "a,b\n#end,1\n")).contains("2 cells, not 13"));
  }

  @Test
  void rowsOfTheBureauBecomeFlights() throws IOException {
    Path file = folder.resolve("month.csv");
    Files.writeString(
        file,
        """
        FL_DATE,OP_UNIQUE_CARRIER,TAIL_NUM,OP_CARRIER_FL_NUM,ORIGIN,DEST,CRS_DEP_TIME,DEP_TIME,DEP_DELAY,CRS_ARR_TIME,ARR_TIME,ARR_DELAY,CANCELLED,DIVERTED,CRS_ELAPSED_TIME,
        2008-01-01,NW,N522US,336,LAX,DTW,0010,2400,-10,0737,0734,-3,0,0,267,
        2008-01-01,B6,,172,SMF,JFK,0015,,,0823,,,1,0,308,
        2008-01-01,AA,N4XSAA,622,SMF,DFW,0025,0045,20,0535,,,0,1,190,
        nonsense,AA,N4XSAA,622,SMF,DFW,0025,0045,20,0535,,,0,1,190,
        """);
    List<HistoricFlight> flights = new ArrayList<>();
    assertEquals(1, OnTimeExtract.read(file, Airports.packaged(), flights::add));
    HistoricFlight first = flights.getFirst();
    assertEquals("NW-336-LAX-DTW-20080101T0010", first.id());
    assertEquals(Instant.parse("2008-01-01T08:10:00Z"), first.scheduledOff());
    assertEquals(Optional.of(Instant.parse("2008-01-01T08:00:00Z")), first.actualOff());
    assertEquals(Optional.of(Instant.parse("2008-01-01T12:34:00Z")), first.actualOn());
    assertEquals(Optional.of("N522US"), first.registration());
    assertTrue(flights.get(1).cancelled() && flights.get(1).registration().isEmpty());
    assertTrue(flights.get(2).diverted() && flights.get(2).actualOn().isEmpty());
    assertTrue(flights.get(2).actualOff().isPresent());
  }
}
