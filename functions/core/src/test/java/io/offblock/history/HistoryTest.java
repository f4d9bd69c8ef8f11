package io.offblock.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
  @ParameterizedTest
  @CsvSource({
    "20261124T2359, 2026-12-24T00:00:00Z, false",
    "20261124T2359, 2026-12-24T23:59:59Z, false",
    "20261124T2359, 2026-12-25T00:00:00Z, true",
    "20261124T0000, 2026-12-25T00:00:00Z, true",
    "20261124T0000, 2026-11-01T00:00:00Z, false",
    "20080131T1200, 2026-11-24T08:00:00Z, true"
  })
  void aFlightIsHistoryThirtyDaysAfterItsDay(String departure, Instant saidAt, boolean past) {
    assertEquals(
        past, History.isPast(FlightId.parse("LH-400-FRA-JFK-" + departure).orElseThrow(), saidAt));
  }

  @Test
  void aLineKnowsItsDaysAndIsReadBackAsItWas() {
    LineYear line =
        lines("20080101T1055", "20081231T1100", "20080301T1050").get("LH-400-FRA-JFK-2008");
    assertEquals(LocalDateTime.of(2008, 1, 1, 10, 55), line.first());
    assertEquals(LocalDateTime.of(2008, 12, 31, 11, 0), line.last());
    assertEquals(
        List.of(LocalDate.of(2008, 1, 1), LocalDate.of(2008, 3, 1), LocalDate.of(2008, 12, 31)),
        line.dates().toList());
    assertEquals(
        line, LineYear.read(line.line(), line.year(), line.daysText(), line.first(), line.last()));
  }

  @Test
  void aLineIsOneYearOfOneNumberOrOfAll() {
    Payload payload = Samples.payload(1);
    List<FlightReport> reports = new ArrayList<>();
    for (String id :
        List.of(
            "LH-400-FRA-JFK-20081231T1055",
            "LH-400-FRA-JFK-20090101T1055",
            "LH-400A-FRA-JFK-20081231T1155",
            "LH-401-JFK-FRA-20081231T1555")) {
      reports.add(Samples.bare(FlightId.parse(id).orElseThrow(), payload));
    }
    assertEquals(
        List.of(
            "LH-400-FRA-JFK-2008",
            "LH-400-FRA-JFK-2009",
            "LH-400A-FRA-JFK-2008",
            "LH-401-JFK-FRA-2008"),
        List.copyOf(LineYear.of(reports, Holding.LINES).keySet()));
    assertEquals(
        List.of("LH-FRA-JFK-2008", "LH-FRA-JFK-2009", "LH-JFK-FRA-2008"),
        List.copyOf(LineYear.of(reports, Holding.ROUTES).keySet()));
    assertEquals(List.of(), List.copyOf(LineYear.of(reports, Holding.EVERYTHING).keySet()));
  }

  @Test
  void linesMergeInAnyOrderAndAnyNumberOfTimes() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      LineYear a = line(random);
      LineYear b = line(random);
      LineYear c = line(random);
      assertEquals(a.merge(b), b.merge(a));
      assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
      assertEquals(a, a.merge(a));
    }
  }

  @Test
  void whatIsNoYearOfALineIsRefused() {
    Line line = new Line("LH", "400", "FRA", "JFK");
    LocalDateTime day = LocalDateTime.of(2008, 5, 1, 0, 0);
    assertThrows(
        IllegalArgumentException.class, () -> new LineYear(line, 2008, new BitSet(), day, day));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LineYear(line, 2009, BitSet.valueOf(new long[] {2}), day, day));
    LineYear other = lines("20090101T1055").get("LH-400-FRA-JFK-2009");
    LineYear one = lines("20080101T1055").get("LH-400-FRA-JFK-2008");
    assertThrows(IllegalArgumentException.class, () -> one.merge(other));
  }

  private static LineYear line(Random random) {
    String day =
        "2008%02d%02dT%02d00"
            .formatted(1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(24));
    return lines(day).get("LH-400-FRA-JFK-2008");
  }

  private static java.util.Map<String, LineYear> lines(String... departures) {
    Payload payload = Samples.payload(1);
    List<FlightReport> reports = new ArrayList<>();
    for (String departure : departures) {
      reports.add(
          Samples.bare(FlightId.parse("LH-400-FRA-JFK-" + departure).orElseThrow(), payload));
    }
    return LineYear.of(reports, Holding.LINES);
  }
}
