package io.offblock.bts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.CapturedData;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightState;
import io.offblock.flight.FlightTime;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PoisonPayload;
import io.offblock.provider.Providers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows as the bureau's files have them: midnights, changing clocks, gaps, and all their headers.
 */
class OnTimeParserTest {
  private static final String COLUMNS =
      "FL_DATE,OP_UNIQUE_CARRIER,TAIL_NUM,OP_CARRIER_FL_NUM,ORIGIN,DEST,CRS_DEP_TIME,DEP_TIME,DEP_DELAY,"
          + "TAXI_OUT,TAXI_IN,CRS_ARR_TIME,ARR_TIME,ARR_DELAY,CANCELLED,DIVERTED,CRS_ELAPSED_TIME,"
          + "ACTUAL_ELAPSED_TIME,DISTANCE";
  private static final Instant MOMENT = Instant.parse("2026-11-24T08:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // what | row | id | off scheduled | off actual | on scheduled | on actual | state
        "midnight as 2400 is the end of the day before |2008-01-01,NW,N522US,336,LAX,DTW,0010,2400,-10,32,15,0737,0734,-3,0,0,267,274,1979|NW-336-LAX-DTW-20080101T0010|2008-01-01T08:10:00Z|2008-01-01T08:00:00Z|2008-01-01T12:37:00Z|2008-01-01T12:34:00Z|LANDED",
        "late over midnight|2008-01-02,AA,N1,5,JFK,LAX,2330,0145,135,,,0245,0500,135,0,0,375,375,2475|AA-5-JFK-LAX-20080102T2330|2008-01-03T04:30:00Z|2008-01-03T06:45:00Z|2008-01-03T10:45:00Z|2008-01-03T13:00:00Z|LANDED",
        "early over midnight|2008-01-02,AA,N1,6,JFK,BOS,0005,2355,-10,,,0105,0055,-10,0,0,60,60,187|AA-6-JFK-BOS-20080102T0005|2008-01-02T05:05:00Z|2008-01-02T04:55:00Z|2008-01-02T06:05:00Z|2008-01-02T05:55:00Z|LANDED",
        "later than a day|2008-01-02,HA,N1,7,HNL,LAX,0800,1000,1560,,,1500,1700,1560,0,0,300,300,2556|HA-7-HNL-LAX-20080102T0800|2008-01-02T18:00:00Z|2008-01-03T20:00:00Z|2008-01-02T23:00:00Z|2008-01-04T01:00:00Z|LANDED",
        "cancelled has no actual times|2008-01-01,AS,N309AS,154,ANC,SEA,0205,,,,,0620,,,1,0,195,,1449|AS-154-ANC-SEA-20080101T0205|2008-01-01T11:05:00Z|-|2008-01-01T14:20:00Z|-|CANCELLED",
        "diverted: the 2400 of its arrival is filler|2008-01-01,9E,89139E,3723,GSP,DTW,0600,0733,93,15,,2400,,,0,1,,,508|9E-3723-GSP-DTW-20080101T0600|2008-01-01T11:00:00Z|2008-01-01T12:33:00Z|-|-|DIVERTED",
        "clocks go forward in the flight|2008-03-09,UA,N1,8,LAX,ORD,0100,0100,0,,,0800,0800,0,0,0,240,240,1744|UA-8-LAX-ORD-20080309T0100|2008-03-09T09:00:00Z|2008-03-09T09:00:00Z|2008-03-09T13:00:00Z|2008-03-09T13:00:00Z|LANDED",
        "clocks go back: the second 0130|2008-11-02,DL,N1,9,ATL,MCO,0100,0110,10,,,0130,0140,10,0,0,90,90,404|DL-9-ATL-MCO-20081102T0100|2008-11-02T05:00:00Z|2008-11-02T05:10:00Z|2008-11-02T06:30:00Z|2008-11-02T06:40:00Z|LANDED",
        "Arizona keeps its clocks|2008-07-01,WN,N1,10,PHX,LAX,0900,0900,0,,,1000,1000,0,0,0,60,60,370|WN-10-PHX-LAX-20080701T0900|2008-07-01T16:00:00Z|2008-07-01T16:00:00Z|2008-07-01T17:00:00Z|2008-07-01T17:00:00Z|LANDED",
        "actual time without a delay|2008-01-02,AA,N1,11,JFK,BOS,2350,0010,,,,0050,0110,,0,0,60,60,187|AA-11-JFK-BOS-20080102T2350|2008-01-03T04:50:00Z|2008-01-03T05:10:00Z|2008-01-03T05:50:00Z|2008-01-03T06:10:00Z|LANDED",
        "nothing is known of its times|2008-01-02,AA,,12,JFK,BOS,1200,,,,,1300,,,0,0,60,,187|AA-12-JFK-BOS-20080102T1200|2008-01-02T17:00:00Z|-|2008-01-02T18:00:00Z|-|SCHEDULED",
      })
  void aRowIsRead(
      String what,
      String row,
      String id,
      Instant off,
      Instant actualOff,
      Instant on,
      Instant actualOn,
      FlightState state) {
    ParsedPayload parsed = parse(COLUMNS, row);
    assertEquals(List.of(), parsed.rejected());
    FlightReport report = parsed.reports().getFirst();
    var operation = report.operation().orElseThrow();
    assertEquals(id, report.id().toString());
    assertEquals(off, utc(operation.departure().scheduled()));
    assertEquals(actualOff, utc(operation.departure().actual()));
    assertEquals(on, utc(operation.arrival().scheduled()));
    assertEquals(actualOn, utc(operation.arrival().actual()));
    assertEquals(state, Flight.of(report).state());
    assertEquals(Optional.empty(), operation.departure().estimated());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FL_DATE,OP_CARRIER,OP_CARRIER_FL_NUM,ORIGIN,DEST,CRS_DEP_TIME,DEP_TIME,DEP_DELAY,CRS_ARR_TIME,ARR_TIME,ARR_DELAY,CANCELLED,DIVERTED,CRS_ELAPSED_TIME;1/2/2023 12:00:00 AM,AA,0012,JFK,BOS,1200,1205,5.00,1300,1310,10.00,0.00,0.00,60.00",
        "FlightDate,Reporting_Airline,Flight_Number_Reporting_Airline,Origin,Dest,CRSDepTime,DepTime,DepDelay,CRSArrTime,ArrTime,ArrDelay,Cancelled,Diverted,CRSElapsedTime;2023-01-02,AA,12,JFK,BOS,1200,1205,5.00,1300,1310,10.00,0.00,0.00,60.00",
        "Year,Month,DayofMonth,DepTime,CRSDepTime,ArrTime,CRSArrTime,UniqueCarrier,FlightNum,CRSElapsedTime,ArrDelay,DepDelay,Origin,Dest,Cancelled,Diverted;2023,1,2,1205,1200,1310,1300,AA,12,60,10,5,JFK,BOS,0,0",
      })
  void allHeadersSayTheSame(String columnsAndRow) {
    String[] both = columnsAndRow.split(";");
    FlightReport report = parse(both[0], both[1]).reports().getFirst();
    assertEquals("AA-12-JFK-BOS-20230102T1200", report.id().toString());
    var operation = report.operation().orElseThrow();
    assertEquals(Instant.parse("2023-01-02T17:05:00Z"), utc(operation.departure().actual()));
    assertEquals(Instant.parse("2023-01-02T18:10:00Z"), utc(operation.arrival().actual()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2008-01-01,NW,N1,336,LAX,DTW,2575,,,,,0737,,,0,0,267,,1979|SCHEDULED_DEPARTURE is no time of day: 2575",
        "2008-13-01,NW,N1,336,LAX,DTW,0010,,,,,0737,,,0,0,267,,1979|DATE is no day: 2008-13-01",
        "2008-01-01,NW,N1,,LAX,DTW,0010,,,,,0737,,,0,0,267,,1979|NUMBER is blank",
        "2008-01-01,NW,N1,336,LAX,DTW,0010,,,,,0737,,,maybe,0,267,,1979|CANCELLED is neither 0 nor 1: maybe",
        "2008-01-01,NW,N1,336,LAX,DTW,0010,0020,soon,,,0737,,,0,0,267,,1979|DEPARTURE_DELAY is no number of minutes: soon",
        "9999-12-31,NW,N1,336,LAX,DTW,2300,2310,10,,,0737,,,0,0,267,,1979|no year of four digits: 9999-12-31T23:00, +10000-01-01T07:00:00Z",
        "9999-12-31,NW,N1,336,QQQ,DTW,2300,0010,70,,,,,,0,0,267,,1979|no year of four digits: +10000-01-01T00:10",
        "2008-01-01,NW,N1,336,LAX,DTW,0010,,,,,0737,,,0,0,267,,1\\u0000|a text has the character NUL or half a surrogate pair",
        "2008-01-01,NW,N1,336,LAX,DTW,0010,,,,,0737,,,0,0,267,,\\ud800|a text has the character NUL or half a surrogate pair",
        "2008-01-01,NW|CARRIER_MISSING",
      })
  void aBrokenRowIsRejectedWithItsReasonAndTheOthersAreGood(String row, String reason) {
    String good =
        "2008-01-01,NW,N522US,337,LAX,DTW,0010,2400,-10,32,15,0737,0734,-3,0,0,267,274,1979";
    ParsedPayload parsed = parse(COLUMNS, row, good, good);
    assertEquals(1, parsed.reports().size());
    assertEquals("/rows/0", parsed.rejected().getFirst().place());
    if (!reason.equals("CARRIER_MISSING")) {
      assertEquals(reason, parsed.rejected().getFirst().reason());
    }
    assertEquals(
        "the flight stands in an earlier row: NW-337-LAX-DTW-20080101T0010",
        parsed.rejected().getLast().reason());
  }

  @Test
  void aZoneThatIsNotKnownLeavesUtcAbsent() {
    FlightReport report =
        parse(COLUMNS, "2008-01-01,NW,N1,1,QQQ,DTW,0010,0020,10,,,0300,0310,10,0,0,110,110,600")
            .reports()
            .getFirst();
    FlightTime actual = report.operation().orElseThrow().departure().actual().orElseThrow();
    assertEquals(LocalDateTime.parse("2008-01-01T00:20"), actual.local());
    assertEquals(Optional.empty(), actual.utc());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"columns\":[\"FL_DATE\"],\"rows\":[]}",
        "{\"columns\":[1],\"rows\":[]}",
        "{\"columns\":[\"A\"],\"rows\":[[\"x\"",
        "{\"rows\":[],\"columns\":[]}"
      })
  void whatIsNoDayOfRowsIsPoison(String text) {
    assertThrows(PoisonPayload.class, () -> parse(payload("bts", text)));
  }

  @Test
  void aProviderThatNobodyKnowsIsPoison() {
    assertThrows(PoisonPayload.class, () -> parse(payload("nobody", "{}")));
  }

  /** Whatever the clock says, the nearest such time is at most half a day away. */
  @Test
  void theNearestTimeIsWithinHalfADay() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      LocalDateTime about =
          LocalDateTime.parse("2008-01-01T00:00").plusMinutes(random.nextInt(600_000));
      int clock = random.nextInt(1441);
      LocalDateTime nearest = OnTimeFlight.nearest(clock, about);
      assertTrue(Duration.between(about, nearest).abs().toMinutes() <= 720);
      assertEquals(clock % 1440, nearest.toLocalTime().toSecondOfDay() / 60);
    }
  }

  /**
   * The bureau gives the clock of each actual time beside the delay that moments are computed from:
   * in real files both must agree, on the days on which clocks change too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"bts/2008-01.csv.gz", "bts/2008-03.csv.gz"})
  void computedMomentsShowTheClocksOfRealFiles(String file) throws IOException {
    Path path = CapturedData.path(file);
    int rows = 0;
    int times = 0;
    int other = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(path))))) {
      String[] header = in.readLine().split(",", -1);
      Map<OnTimeColumn, Integer> places = OnTimeColumn.places(List.of(header));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        OnTimeRow row = new OnTimeRow(places, List.of(line.split(",", -1)));
        var operation = OnTimeFlight.of(row, Airports.packaged()).operation();
        rows++;
        for (var side : List.of(operation.departure(), operation.arrival())) {
          OnTimeColumn column =
              side == operation.departure() ? OnTimeColumn.DEPARTURE : OnTimeColumn.ARRIVAL;
          if (side.actual().isPresent()) {
            times++;
            int clock = row.clock(column).orElseThrow() % 1440;
            other +=
                side.actual().get().local().toLocalTime().toSecondOfDay() / 60 == clock ? 0 : 1;
          }
        }
      }
    }
    System.out.printf("%s: %d rows, %d times, %d with another clock%n", file, rows, times, other);
    assertTrue(rows > 500_000 && other < times / 1000, other + " of " + times);
  }

  private static Instant utc(Optional<FlightTime> time) {
    return time.flatMap(FlightTime::utc).orElse(null);
  }

  private static ParsedPayload parse(String columns, String... rows) {
    return parse(
        payload(
            "bts",
            "{\"columns\":%s,\"rows\":[%s]}"
                .formatted(
                    array(columns),
                    Arrays.stream(rows)
                        .map(OnTimeParserTest::array)
                        .collect(Collectors.joining(",")))));
  }

  private static String array(String cells) {
    return Arrays.stream(cells.split(",", -1))
        .map(c -> '"' + c + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static ParsedPayload parse(Payload payload) {
    return Providers.of(Airports.packaged()).parse(payload);
  }

  private static Payload payload(String provider, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    PayloadKey key = PayloadKey.of(provider, "ontime/NW/2008-01-01", MOMENT, "0".repeat(64));
    return new Payload(key, MOMENT, "0".repeat(64), "ontime/NW/2008-01-01", "ontime", bytes);
  }
}
