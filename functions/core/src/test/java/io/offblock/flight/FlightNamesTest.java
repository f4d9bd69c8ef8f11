package io.offblock.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlightNamesTest {
  @ParameterizedTest
  @CsvSource({
    "LH400, LH400",
    "lh400, LH400",
    "LH 0400, LH400",
    "LH017, LH17",
    "DLH400, DLH400",
    "4Y1410, 4Y1410",
    "LH2040A, LH2040A",
    "' U21234 ', U21234",
    "LH0, LH0",
    "LH000, LH0",
    "X3 1, X31"
  })
  void flightNumbers(String text, String number) {
    assertEquals(number, FlightNumber.parse(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "LH", "400", "12345", "LH123456", "LH40AB", "LH-400", "LH４００", "ß400"})
  void noFlightNumbers(String text) {
    assertEquals(Optional.empty(), FlightNumber.parse(text), text);
  }

  /** A carrier and a number that come apart stay apart: "L" with "412" is not L4 12. */
  @ParameterizedTest
  @CsvSource({"L, 412", "LH4, 00", "'', 1234", "12, 345", "LH, ''", "LH, 1.5", "LH, -1", "LHXX, 1"})
  void carrierAndNumberDoNotRunTogether(String carrier, String number) {
    assertEquals(Optional.empty(), FlightNumber.of(carrier, number));
  }

  @Test
  void idsComeBackFromTheirText() {
    Random random = new Random(5);
    for (int n = 0; n < 2000; n++) {
      FlightId id = Samples.id(random, 500);
      assertEquals(Optional.of(id), FlightId.parse(id.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "LH400",
        "LH-400-FRA-JFK-20260230T1055",
        "LH-400-FRA-JFK-20261124T2460",
        "LH-400-FRA-JFK-20261124",
        "LH-400-FRA-JFKX-20261124T1055",
        "lh-400-FRA-JFK-20261124T1055",
        "11-400-FRA-JFK-20261124T1055",
        "LH-400-FRA-JFK-20261124T1055/.."
      })
  void noIds(String text) {
    assertEquals(Optional.empty(), FlightId.parse(text));
  }

  @Test
  void idsKnowMinutesAndTheYearsOfAviation() {
    FlightId id = Samples.lh400();
    assertEquals(
        id,
        new FlightId(id.operating(), "FRA", "JFK", LocalDateTime.parse("2026-11-24T10:55:59.999")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FlightId(id.operating(), "FRA", "JFK", LocalDateTime.parse("0001-01-01T00:00")));
  }

  /** What the status codes and the actual times say together. */
  @ParameterizedTest
  @CsvSource({
    "NA, false, false, SCHEDULED",
    "'', false, false, SCHEDULED",
    "OT, false, false, SCHEDULED",
    "OT, true, false, AIRBORNE",
    "DL, true, false, AIRBORNE",
    "DP, false, false, AIRBORNE",
    "DP, true, false, AIRBORNE",
    "RT, true, false, AIRBORNE",
    "OT, true, true, LANDED",
    "LD, false, false, LANDED",
    "LD, true, true, LANDED",
    "CD, false, false, CANCELLED",
    "CD, true, false, CANCELLED",
    "DV, true, false, DIVERTED",
    "DV, true, true, LANDED"
  })
  void states(String status, boolean off, boolean on, FlightState state) {
    Operation full = Samples.full(Samples.lh400(), Samples.payload(1)).operation().orElseThrow();
    Operation operation =
        new Operation(
            side(full.departure(), off),
            side(full.arrival(), on),
            Optional.of(status).filter(s -> !s.isEmpty()),
            Optional.empty());
    assertEquals(
        state,
        new Flight(
                Samples.lh400(),
                Optional.of(new Stamped<>(operation, Samples.payload(1).version(), "p")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            .state());
  }

  private static Movement side(Movement m, boolean actual) {
    return new Movement(
        m.scheduled(),
        m.estimated(),
        actual ? m.actual() : Optional.empty(),
        m.terminal(),
        m.gate(),
        m.status());
  }
}
