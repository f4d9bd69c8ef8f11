package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.flight.FlightReport;
import io.offblock.flight.Plan;
import io.offblock.payload.ParsedPayload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final String LEG =
      """
      {'Departure':{'AirportCode':'%s','ScheduledTimeLocal':{'DateTime':'%s'},'Terminal':{'Name':'1'}},
       'Arrival':{'AirportCode':'%s','ScheduledTimeLocal':{'DateTime':'%s'}},
       'MarketingCarrier':{'AirlineID':'LH','FlightNumber':'%s'}%s,
       'Equipment':{'AircraftCode':'748','OnBoardEquipment':{'InflightEntertainment':true}},
       'Details':{'Stops':{'StopQuantity':%d}}}
      """;

  private static String leg(String from, String off, String to, String on, String number) {
    return LEG.formatted(from, off, to, on, number, "", 0);
  }

  private static ParsedPayload schedule(String schedules) {
    return Parse.quoted("schedules", "{'ScheduleResource':{'Schedule':" + schedules + "}}");
  }

  private static final String DIRECT =
      leg("FRA", "2026-11-24T10:55", "JFK", "2026-11-24T13:55", "400");

  @Test
  void oneDirectFlightIsAnObjectInAnObject() {
    ParsedPayload parsed = schedule("{'TotalJourney':{'Duration':'PT9H'},'Flight':" + DIRECT + "}");
    FlightReport report = parsed.reports().getFirst();
    assertEquals("LH-400-FRA-JFK-20261124T1055", report.id().toString());
    Plan plan = report.plan().orElseThrow();
    assertEquals(Optional.of("748"), plan.aircraftType());
    assertEquals(Optional.of("1"), plan.departure().terminal());
    assertEquals(
        Optional.of(Instant.parse("2026-11-24T18:55:00Z")),
        plan.arrival().scheduled().orElseThrow().utc());
    assertEquals(Optional.empty(), report.operation());
    assertEquals(Optional.empty(), report.codeshares());
    assertEquals("schedules", report.resource());
  }

  @Test
  void aConnectionIsSeveralFlights() {
    String first = leg("FRA", "2026-11-24T08:00", "MUC", "2026-11-24T09:00", "100");
    String second = leg("MUC", "2026-11-24T12:00", "JFK", "2026-11-24T15:30", "410");
    ParsedPayload parsed =
        schedule("[{'Flight':" + DIRECT + "},{'Flight':[" + first + "," + second + "]}]");
    assertEquals(
        List.of(
            "LH-400-FRA-JFK-20261124T1055",
            "LH-100-FRA-MUC-20261124T0800",
            "LH-410-MUC-JFK-20261124T1200"),
        parsed.reports().stream().map(r -> r.id().toString()).toList());
  }

  @Test
  void aLegOfAnotherCarrierWithoutItsNumberIsNoFlightAndNoPoison() {
    String codeshare =
        LEG.formatted(
            "FRA",
            "2026-11-24T10:55",
            "ZRH",
            "2026-11-24T11:55",
            "5999",
            ",'OperatingCarrier':{'AirlineID':'LX'}",
            0);
    ParsedPayload parsed = schedule("{'Flight':" + codeshare + "}");
    assertEquals(List.of(), parsed.reports());
    assertEquals(
        List.of(
            new ParsedPayload.Rejected(
                "/ScheduleResource/Schedule/Flight",
                "operated by LX under a number that is not said")),
        parsed.rejected());
  }

  @Test
  void aLegWithStopsIsNotOneFlight() {
    String stops =
        LEG.formatted("FRA", "2026-11-24T10:55", "MEX", "2026-11-24T18:55", "498", "", 1);
    ParsedPayload parsed = schedule("[{'Flight':" + stops + "},{'Flight':" + DIRECT + "}]");
    assertEquals(1, parsed.reports().size());
    assertEquals("/ScheduleResource/Schedule/0/Flight", parsed.rejected().getFirst().place());
  }

  @Test
  void noScheduleAtAllIsEmpty() {
    assertEquals(List.of(), schedule("[]").reports());
    assertEquals(List.of(), schedule("{}").reports());
  }
}
