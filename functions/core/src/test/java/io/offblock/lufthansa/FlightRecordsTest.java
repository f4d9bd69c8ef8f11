package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.payload.ParsedPayload;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every trap of the two operations resources, one test or one row each. */
class FlightRecordsTest {
  @Test
  void flightStatusHasUtcRegistrationAndNoCodeshares() {
    FlightReport report =
        Parse.flightStatus(
            Parse.STATUS.formatted(
                "'ActualTimeLocal':{'DateTime':'2026-11-24T11:10'},"
                    + "'ActualTimeUTC':{'DateTime':'2026-11-24T10:10Z'},"));
    assertEquals("LH-400-FRA-JFK-20261124T1055", report.id().toString());
    Movement departure = report.operation().orElseThrow().departure();
    assertEquals(
        Optional.of(
            new FlightTime(
                LocalDateTime.parse("2026-11-24T11:10"),
                Optional.of(Instant.parse("2026-11-24T10:10:00Z")))),
        departure.actual());
    assertEquals(Optional.empty(), departure.estimated());
    assertEquals(Optional.of("1"), departure.terminal());
    assertEquals(Optional.of("Z50"), departure.gate());
    assertEquals(Optional.of("OT"), departure.status());
    assertEquals(Optional.of("DABYA"), report.airframe().orElseThrow().registration());
    assertEquals(Optional.of("Passenger"), report.airframe().orElseThrow().serviceType());
    assertEquals(Optional.empty(), report.codeshares());
    assertEquals(Optional.empty(), report.plan());
    assertEquals(Optional.of("NA"), report.operation().orElseThrow().status());
  }

  @Test
  void sourceIsTheRecordAsItCame() {
    String record =
        "{\"Departure\":{\"AirportCode\":\"FRA\",\"Scheduled\":{\"Date\":\"2026-11-24\","
            + "\"Time\":\"10:55\"}},\"Arrival\":{\"AirportCode\":\"JFK\",\"Odd\":[1,1.50,null,true]},"
            + "\"OperatingCarrier\":{\"AirlineID\":\"LH\",\"FlightNumber\":400}}";
    ParsedPayload parsed =
        Parse.text(
            "customerflightinformation",
            "{\"FlightInformation\":{\"Flights\":{\"Flight\":[ %s ]}}}"
                .formatted(record.replace(",", " ,\n ")));
    assertEquals(record, parsed.reports().getFirst().source());
  }

  /** Numbers of 2018, padding, and the suffix are all one flight number. */
  @ParameterizedTest
  @CsvSource({
    "'017', LH-17",
    "17, LH-17",
    "'17', LH-17",
    "'0017', LH-17",
    "1234, LH-1234",
    "'2040A', LH-2040A",
    "' 400 ', LH-400",
    "0, LH-0"
  })
  void flightNumbersComeInManyForms(String number, String id) {
    String json = number.matches("0|[1-9]\\d*") ? number : "'" + number + "'";
    assertTrue(
        Parse.information(
                Parse.informationRecord(
                    Parse.AT_1055,
                    "'OperatingCarrier':{'AirlineID':'LH','FlightNumber':%s},".formatted(json)))
            .id()
            .toString()
            .startsWith(id + "-FRA-JFK-"));
    assertTrue(
        Parse.information(
                Parse.informationRecord(
                    Parse.AT_1055,
                    "'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'%s'},".formatted(number)))
            .id()
            .toString()
            .startsWith(id + "-FRA-JFK-"));
  }

  @Test
  void numbersOf2018BecomeText() {
    FlightReport report =
        Parse.flightStatus(
            Parse.STATUS
                .formatted("")
                .replace("'74H'", "321")
                .replace("'Name':'1'", "'Name':2")
                .replace("'400'", "176"));
    Operation operation = report.operation().orElseThrow();
    assertEquals(Optional.of("321"), operation.aircraftType());
    assertEquals(Optional.of("2"), operation.departure().terminal());
    assertEquals("LH176", report.id().operating().toString());
  }

  /** A blank is nothing: no time, no delay, no noon. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'Actual':null,",
        "'Actual':'',",
        "'Actual':{},",
        "'Actual':[],",
        "'Actual':{'Date':'','Time':''},",
        "'Actual':{'Date':'2026-11-24','Time':''},",
        "'Actual':{'Date':'2026-11-24','Time':'  '},",
        "'Actual':{'Date':'2026-11-24','Time':null},",
        "'Actual':{'Date':'2026-11-24'},",
        "'Actual':{'Time':'11:05'},"
      })
  void aBlankTimeStaysAbsent(String blank) {
    Movement departure =
        Parse.information(Parse.informationRecord(blank + Parse.AT_1055, Parse.LH400))
            .operation()
            .orElseThrow()
            .departure();
    assertEquals(Optional.empty(), departure.actual());
    assertEquals(Optional.empty(), departure.delay());
    assertEquals(Instant.parse("2026-11-24T09:55:00Z"), departure.best().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'ActualTimeLocal':null,'ActualTimeUTC':null,",
        "'ActualTimeLocal':{'DateTime':''},'ActualTimeUTC':{'DateTime':''},",
        "'ActualTimeLocal':{},'ActualTimeUTC':{},",
        "'ActualTimeLocal':'',"
      })
  void aBlankTimeOfFlightStatusStaysAbsent(String blank) {
    assertEquals(
        Optional.empty(),
        Parse.flightStatus(Parse.STATUS.formatted(blank))
            .operation()
            .orElseThrow()
            .departure()
            .actual());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Actual':{'Date':'2026-11-24','Time':'25:10'},",
        "'Actual':{'Date':'2026-02-30','Time':'10:10'},",
        "'Actual':{'Date':'24.11.2026','Time':'10:10'},",
        "'Actual':{'Date':'2026-11-24','Time':'1010'},",
        "'Actual':{'Date':'2026-11-24','Time':['10:10']},",
        "'Actual':{'Date':'2026-11-24','Time':true},",
        "'Actual':'2026-11-24T10:10',",
        "'Actual':[{'Date':'2026-11-24','Time':'10:10'}],"
      })
  void aMalformedTimeRejectsItsRecordAndNoOther(String malformed) {
    ParsedPayload parsed =
        Parse.information(
            List.of(
                Parse.informationRecord(malformed + Parse.AT_1055, Parse.LH400),
                Parse.informationRecord(Parse.AT_1055, Parse.LH400)));
    assertEquals(1, parsed.reports().size());
    assertEquals(1, parsed.rejected().size());
    assertEquals("/FlightInformation/Flights/Flight/0", parsed.rejected().getFirst().place());
    assertTrue(
        parsed.rejected().getFirst().reason().contains("Actual")
            || parsed.rejected().getFirst().reason().contains("Time"));
  }

  @Test
  void withoutAScheduledDepartureThereIsNoFlight() {
    ParsedPayload parsed =
        Parse.information(
            List.of(
                Parse.informationRecord(
                    "'Actual':{'Date':'2026-11-24','Time':'11:00'}", Parse.LH400),
                Parse.informationRecord(Parse.AT_1055, Parse.LH400)));
    assertEquals("no scheduled departure time", parsed.rejected().getFirst().reason());
  }

  @Test
  void trainsAreFlightsOfTypeTrn() {
    String train =
        """
        {'Departure':{'AirportCode':'QKL','Scheduled':{'Date':'2026-11-24','Time':'07:12'},
          'Terminal':{'Gate':'009'}},
         'Arrival':{'AirportCode':'FRA','Scheduled':{'Date':'2026-11-24','Time':'08:19'}},
         'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'3905'},
         'Equipment':{'AircraftCode':'TRN'},'Status':{'Code':'LD'}}
        """;
    Operation operation = Parse.information(train).operation().orElseThrow();
    assertEquals(Optional.of("TRN"), operation.aircraftType());
    assertEquals(Optional.of("009"), operation.departure().gate());
    assertEquals(Optional.empty(), operation.departure().terminal());
    assertEquals(Optional.empty(), operation.departure().scheduled().orElseThrow().utc());
    assertTrue(operation.arrival().scheduled().orElseThrow().utc().isPresent());
  }

  @Test
  void theSameNumberTwiceADayIsTwoFlights() {
    ParsedPayload parsed =
        Parse.information(
            List.of(
                Parse.informationRecord(Parse.AT_1055, Parse.LH400),
                Parse.informationRecord(Parse.AT_1055.replace("10:55", "17:00"), Parse.LH400)));
    assertEquals(2, parsed.reports().stream().map(FlightReport::id).distinct().count());
  }

  @Test
  void aFlightTwiceInOnePayloadIsReportedTwice() {
    ParsedPayload parsed =
        Parse.information(
            List.of(
                Parse.informationRecord(Parse.AT_1055, Parse.LH400),
                Parse.informationRecord(
                    "'Actual':{'Date':'2026-11-24','Time':'11:00'}," + Parse.AT_1055,
                    Parse.LH400)));
    assertEquals(2, parsed.reports().size());
    assertEquals(1, parsed.reports().stream().map(FlightReport::id).distinct().count());
  }

  @Test
  void theProvidersUtcCountsMoreThanTheZone() {
    FlightReport report =
        Parse.flightStatus(
            Parse.STATUS.formatted("").replace("2026-11-24T09:55Z", "2026-11-24T09:50Z"));
    assertEquals(
        Optional.of(Instant.parse("2026-11-24T09:50:00Z")),
        report.operation().orElseThrow().departure().scheduled().orElseThrow().utc());
  }

  @Test
  void utcAloneTellsTheLocalTimeWhereTheZoneIsKnown() {
    String record = Parse.STATUS.formatted("'ActualTimeUTC':{'DateTime':'2026-11-24T10:10Z'},");
    assertEquals(
        LocalDateTime.parse("2026-11-24T11:10"),
        Parse.flightStatus(record)
            .operation()
            .orElseThrow()
            .departure()
            .actual()
            .orElseThrow()
            .local());
    assertEquals(
        Optional.empty(),
        Parse.flightStatus(record.replace("'FRA'", "'QKL'"))
            .operation()
            .orElseThrow()
            .departure()
            .actual());
  }

  /**
   * Clocks went back in Frankfurt on 25 October 2026 at 03:00, and forward on 29 March at 02:00.
   */
  @ParameterizedTest
  @CsvSource({
    "VIE, 2026-10-25T00:40, FRA, 2026-10-25T02:15, 2026-10-25T00:15:00Z",
    "VIE, 2026-10-25T02:40, FRA, 2026-10-25T02:50, 2026-10-25T00:50:00Z",
    "LHR, 2026-10-25T01:20, FRA, 2026-10-25T02:50, 2026-10-25T00:50:00Z",
    "LHR, 2026-10-25T01:20, FRA, 2026-10-25T02:10, 2026-10-25T01:10:00Z",
    "VIE, 2026-10-25T01:40, FRA, 2026-10-25T03:05, 2026-10-25T02:05:00Z",
    "VIE, 2026-03-29T00:40, FRA, 2026-03-29T02:30, 2026-03-29T01:30:00Z",
    "VIE, 2026-03-29T00:40, FRA, 2026-03-29T01:59, 2026-03-29T00:59:00Z",
    "VIE, 2026-03-29T00:40, FRA, 2026-03-29T03:00, 2026-03-29T01:00:00Z"
  })
  void arrivalsInTheHourOfTheClockChange(
      String from, String off, String to, String on, String utc) {
    String record =
        """
        {'Departure':{'AirportCode':'%s','Scheduled':{'Date':'%s','Time':'%s'}},
         'Arrival':{'AirportCode':'%s','Scheduled':{'Date':'%s','Time':'%s'}},
         'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'1'}}
        """
            .formatted(
                from,
                off.substring(0, 10),
                off.substring(11),
                to,
                on.substring(0, 10),
                on.substring(11));
    assertEquals(
        Optional.of(Instant.parse(utc)),
        Parse.information(record)
            .operation()
            .orElseThrow()
            .arrival()
            .scheduled()
            .orElseThrow()
            .utc());
  }
}
