package io.offblock.fuzz;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.PoisonPayload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The parser of Lufthansa's answers: whatever the bytes, they are poison with a reason, or flights
 * that come back from their facts as they were. The first byte chooses the kind of answer.
 */
public final class AnswersFuzz {
  private static final LufthansaParser PARSER = new LufthansaParser(Airports.packaged());
  private static final List<String> HINTS =
      List.of(
          "flightstatus",
          "customerflightinformation",
          "schedules",
          "countries",
          "cities",
          "airports",
          "nearest",
          "airlines",
          "aircraft");

  private AnswersFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String hint = HINTS.get(Byte.toUnsignedInt(input[0]) % HINTS.size());
    String text =
        new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.ISO_8859_1);
    ParsedPayload parsed;
    try {
      parsed = PARSER.parse(Samples.payload("/operations/" + hint, hint, Samples.MOMENT, text));
    } catch (PoisonPayload poison) {
      check(!poison.reason().isBlank() && poison.getMessage().length() < 1500, "a reason to read");
      return;
    }
    parsed.reports().forEach(AnswersFuzz::check);
    parsed.references().forEach(r -> check(!r.code().isBlank(), "a code"));
    parsed
        .rejected()
        .forEach(r -> check(r.place().startsWith("/") && !r.reason().isBlank(), "a place"));
  }

  private static void check(FlightReport report) {
    FlightId id = report.id();
    check(FlightId.parse(id.toString()).filter(id::equals).isPresent(), "its id can be read");
    check(id.origin().matches("[A-Z0-9]{3}") && id.destination().matches("[A-Z0-9]{3}"), "codes");
    Flight flight = Flight.of(report);
    check(flight.equals(FlightFacts.read(FlightFacts.write(flight))), "its facts are the flight");
    check(flight.equals(flight.merge(flight)), "merging it with itself changes nothing");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
  }
}
