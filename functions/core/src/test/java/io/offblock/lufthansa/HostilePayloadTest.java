package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.PoisonPayload;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes are, the outcome is a payload read, records rejected, or poison with a reason.
 */
class HostilePayloadTest {
  private static final String GOOD =
      "{\"Departure\":{\"AirportCode\":\"FRA\",\"Scheduled\":{\"Date\":\"2026-11-24\",\"Time\":\"10:55\"}},"
          + "\"Arrival\":{\"AirportCode\":\"JFK\"},"
          + "\"OperatingCarrier\":{\"AirlineID\":\"LH\",\"FlightNumber\":\"400\"}}";

  static Stream<Arguments> poison() {
    return Stream.of(
        Arguments.of("wrong-shape", ""),
        Arguments.of("wrong-shape", "   "),
        Arguments.of("not-json", "<h1>Developer Over Qps</h1>"),
        Arguments.of("not-json", "{\"FlightInformation\":{\"Flights\""),
        Arguments.of("not-json", "{} {}"),
        Arguments.of("not-json", "[".repeat(10_000)),
        Arguments.of("not-json", "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)),
        Arguments.of("not-json", "{\"a\":" + "9".repeat(5_000) + "}"),
        Arguments.of("not-json", "{\"a\":1e10000002026}"),
        Arguments.of("not-json", "{\"a\":[" + "1,".repeat(2_100_000) + "1]}"),
        Arguments.of("too-large", " ".repeat(9 << 20)),
        Arguments.of("wrong-shape", "[]"),
        Arguments.of("wrong-shape", "null"),
        Arguments.of("wrong-shape", "\"text\""),
        Arguments.of("wrong-shape", "{}"),
        Arguments.of("wrong-shape", "{\"FlightStatusResource\":{\"Flights\":{}}}"),
        Arguments.of("wrong-shape", "{\"FlightInformation\":[]}"),
        Arguments.of("wrong-shape", "{\"FlightInformation\":{\"Flights\":7}}"),
        Arguments.of("provider-error", "{ \"Error\": \"Not Authorized\" }"),
        Arguments.of(
            "provider-error",
            "{\"ProcessingErrors\":{\"ProcessingError\":{\"@RetryIndicator\":false,\"Type\":\"ResourceNotFound\"}}}"),
        Arguments.of("all-rejected", page("7")),
        Arguments.of("all-rejected", page("[1,\"x\",[[]],true]")),
        Arguments.of("all-rejected", page("{\"Departure\":7}")));
  }

  private static String page(String flights) {
    return "{\"FlightInformation\":{\"Flights\":{\"Flight\":" + flights + "}}}";
  }

  @ParameterizedTest
  @MethodSource("poison")
  void poisonSaysWhy(String reason, String json) {
    PoisonPayload poison =
        assertThrows(PoisonPayload.class, () -> Parse.text("customerflightinformation", json));
    assertEquals(reason, poison.reason(), poison.getMessage());
    assertTrue(poison.getMessage().length() < 1000, "a detail without end");
  }

  @Test
  void anUnknownHintIsPoison() {
    assertEquals(
        "unknown-hint",
        assertThrows(PoisonPayload.class, () -> Parse.text("seatmaps", "{}")).reason());
  }

  @Test
  void anEmptyPageIsNoPoison() {
    for (String flights : List.of("[]", "{}", "null", "\"\"")) {
      assertEquals(List.of(), Parse.text("customerflightinformation", page(flights)).reports());
    }
  }

  static Stream<String> unstorable() {
    return Stream.of(
        GOOD.replace("\"FRA\"", "\"FRA\",\"Note\":\"a\\u0000b\""),
        GOOD.replace("\"FRA\"", "\"FRA\",\"No\\u0000te\":1"),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Note\":\"\\ud800\""),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Note\":1e99999"),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Note\":1e2147483648"),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Note\":" + "9".repeat(90)),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Note\":\"" + "x".repeat(70_000) + "\""),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Terminal\":{\"Gate\":\"" + "x".repeat(300) + "\"}"),
        GOOD.replace("\"FRA\"", "\"FRA\",\"Terminal\":{\"Gate\":\"A\\n1\"}"),
        GOOD.replace("\"FRA\"", "\"F/A\""),
        GOOD.replace("\"FRA\"", "\"FRANKFURT\""),
        GOOD.replace("2026-11-24", "0001-01-01"));
  }

  @ParameterizedTest
  @MethodSource("unstorable")
  void whatSomeStoreCouldNotKeepIsRejectedHere(String record) {
    ParsedPayload parsed =
        Parse.text("customerflightinformation", page("[" + record + "," + GOOD + "]"));
    assertEquals(1, parsed.reports().size());
    assertEquals("/FlightInformation/Flights/Flight/0", parsed.rejected().getFirst().place());
  }

  /** Each is a time of four digits, and another year on the other side of the zone. */
  static Stream<String> yearsThatNobodyCanWrite() {
    String sound = "'FRA','ScheduledTimeLocal':{'DateTime':'2026-11-24T10:55'}";
    return Stream.of(
        "'NRT','ScheduledTimeUTC':{'DateTime':'9999-12-31T23:59Z'}",
        "'JFK','ScheduledTimeLocal':{'DateTime':'9999-12-31T23:59'}",
        sound + ",'ActualTimeLocal':{'DateTime':'0000-01-01T00:00'}",
        sound + ",'ActualTimeLocal':{'DateTime':'0001-01-01T00:00'}",
        "'JFK','ScheduledTimeLocal':{'DateTime':'2026-11-24T10:55'},"
            + "'ActualTimeUTC':{'DateTime':'0001-01-01T00:00Z'}");
  }

  @ParameterizedTest
  @MethodSource("yearsThatNobodyCanWrite")
  void aYearWithoutFourDigitsIsRejected(String departure) {
    String sound = Parse.STATUS.formatted("");
    String broken =
        """
        {'Departure':{'AirportCode':%s},'Arrival':{'AirportCode':'MUC'},
         'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'400'}}
        """
            .formatted(departure);
    ParsedPayload parsed =
        Parse.quoted(
            "flightstatus",
            "{'FlightStatusResource':{'Flights':{'Flight':[%s,%s]}}}".formatted(broken, sound));
    assertEquals(1, parsed.reports().size());
    assertTrue(
        parsed.rejected().getFirst().reason().startsWith("no year of four digits"),
        parsed.rejected().toString());
  }

  /** Ten thousand pages with a few bytes changed: nothing but the three outcomes. */
  @Test
  void mutatedPagesNeverDoAnythingElse() {
    Random random = new Random(1);
    String page = page("[" + GOOD + "," + GOOD + "]");
    String alphabet = "{}[]\",:0149ZTeE-.\\u \u0000é";
    int read = 0;
    for (int n = 0; n < 10_000; n++) {
      StringBuilder text = new StringBuilder(page);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      try {
        ParsedPayload parsed = Parse.text("customerflightinformation", text.toString());
        parsed
            .reports()
            .forEach(
                r -> assertEquals(Flight.of(r), FlightFacts.read(FlightFacts.write(Flight.of(r)))));
        read++;
      } catch (PoisonPayload e) {
        assertTrue(!e.reason().isEmpty());
      }
    }
    assertTrue(read > 1000, "only " + read + " pages were still JSON");
  }
}
