package io.offblock.lufthansa;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import java.util.List;

/** Parses texts in Lufthansa's shapes, for tests. Single quotes stand for double ones. */
final class Parse {
  private Parse() {}

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
