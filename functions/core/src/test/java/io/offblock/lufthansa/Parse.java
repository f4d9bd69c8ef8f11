package io.offblock.lufthansa;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import java.util.List;

/** Parses texts in Lufthansa's shapes, for tests. Single quotes stand for double ones. */
final class Parse {
  private Parse() {}

  static final String STATUS =
      """
      {'Departure':{'AirportCode':'FRA','ScheduledTimeLocal':{'DateTime':'2026-11-24T10:55'},
        'ScheduledTimeUTC':{'DateTime':'2026-11-24T09:55Z'},%s
        'TimeStatus':{'Code':'OT','Definition':'Flight On Time'},'Terminal':{'Name':'1','Gate':'Z50'}},
       'Arrival':{'AirportCode':'JFK','ScheduledTimeLocal':{'DateTime':'2026-11-24T13:55'},
        'ScheduledTimeUTC':{'DateTime':'2026-11-24T18:55Z'}},
       'MarketingCarrier':{'AirlineID':'LH','FlightNumber':'400'},
       'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'400'},
       'Equipment':{'AircraftCode':'74H','AircraftRegistration':'DABYA'},
       'FlightStatus':{'Code':'NA','Definition':'No status'},'ServiceType':'Passenger'}
      """;

  static String informationRecord(String departureTimes, String carriers) {
    return """
        {'Departure':{'AirportCode':'FRA',%s},
         'Arrival':{'AirportCode':'JFK','Scheduled':{'Date':'2026-11-24','Time':'13:55'}},
         %s 'Equipment':{'AircraftCode':'74H'},'Status':{'Code':'OT'}}
        """
        .formatted(departureTimes, carriers);
  }

  static final String AT_1055 = "'Scheduled':{'Date':'2026-11-24','Time':'10:55'}";
  static final String LH400 = "'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'400'},";

  static ParsedPayload text(String hint, String json) {
    return new LufthansaParser(Airports.packaged())
        .parse(Samples.payload("/operations/" + hint + "/x", hint, Samples.MOMENT, json));
  }

  static ParsedPayload quoted(String hint, String json) {
    return text(hint, json.replace('\'', '"'));
  }

  /** The one report of a flightstatus answer with one record. */
  static FlightReport flightStatus(String record) {
    return one(
        quoted("flightstatus", "{'FlightStatusResource':{'Flights':{'Flight':" + record + "}}}"));
  }

  /** The one report of a customerflightinformation answer with one record. */
  static FlightReport information(String record) {
    return one(information(List.of(record)));
  }

  /** A customerflightinformation answer with these records as a list. */
  static ParsedPayload information(List<String> records) {
    return quoted(
        "customerflightinformation",
        "{'FlightInformation':{'Flights':{'Flight':[%s]}}}".formatted(String.join(",", records)));
  }

  private static FlightReport one(ParsedPayload parsed) {
    if (parsed.reports().size() != 1) {
      throw new AssertionError("not one report: " + parsed);
    }
    return parsed.reports().getFirst();
  }
}
