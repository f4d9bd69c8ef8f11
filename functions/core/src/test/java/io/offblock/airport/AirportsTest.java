package io.offblock.airport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirportsTest {
  private final Airports airports = Airports.packaged();

  @Test
  void byEitherCodeInAnyCase() {
    Airport frankfurt = airports.find("FRA").orElseThrow();
    assertEquals(Optional.of("EDDF"), frankfurt.icao());
    assertEquals("DE", frankfurt.country());
    assertEquals("Europe/Berlin", frankfurt.zone().getId());
    assertEquals(frankfurt, airports.find(" eddf ").orElseThrow());
    assertEquals(frankfurt, airports.find("fra").orElseThrow());
    assertEquals(Optional.empty(), airports.find("ZZ9"));
    assertEquals(Optional.empty(), airports.find(""));
    assertEquals(Optional.empty(), airports.find("FRANKFURT"));
  }

  @Test
  void theTableIsWhole() {
    assertTrue(airports.all().size() > 5000);
    for (Airport a : airports.all()) {
      assertTrue(a.iata().matches("[A-Z0-9]{3}"), a.iata());
      assertTrue(a.icao().map(c -> c.matches("[A-Z0-9]{4}")).orElse(true), a.toString());
      assertTrue(a.country().matches("[A-Z]{2}"), a.toString());
    }
  }

  @Test
  void anAirportIsThereOnce() {
    Airport frankfurt = airports.find("FRA").orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> Airports.of(List.of(frankfurt, frankfurt)));
  }

  /** Local to UTC where clocks change, and where they never do. */
  @ParameterizedTest
  @CsvSource({
    "FRA, 2026-07-01T12:00, 2026-07-01T10:00:00Z",
    "FRA, 2026-12-01T12:00, 2026-12-01T11:00:00Z",
    "FRA, 2026-03-29T02:30, 2026-03-29T01:30:00Z",
    "FRA, 2026-10-25T02:30, 2026-10-25T00:30:00Z",
    "JFK, 2026-03-08T02:30, 2026-03-08T07:30:00Z",
    "JFK, 2026-11-01T01:30, 2026-11-01T05:30:00Z",
    "SYD, 2026-04-05T02:30, 2026-04-04T15:30:00Z",
    "DEL, 2026-11-24T05:30, 2026-11-24T00:00:00Z",
    "KTM, 2026-11-24T05:45, 2026-11-24T00:00:00Z",
    "DXB, 2026-11-24T02:00, 2026-11-23T22:00:00Z"
  })
  void utc(String code, String local, String utc) {
    assertEquals(
        Instant.parse(utc), airports.find(code).orElseThrow().utc(LocalDateTime.parse(local)));
  }

  @Test
  void aTimeThatComesTwiceIsTheSecondWhereTheFirstIsTooEarly() {
    Airport frankfurt = airports.find("FRA").orElseThrow();
    LocalDateTime twice = LocalDateTime.parse("2026-10-25T02:30");
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    assertEquals(first, frankfurt.utc(twice, first));
    assertEquals(first.plusSeconds(3600), frankfurt.utc(twice, first.plusSeconds(1)));
    LocalDateTime once = LocalDateTime.parse("2026-10-25T12:00");
    assertEquals(frankfurt.utc(once), frankfurt.utc(once, Instant.MAX));
  }

  /** Found by the on-time files of 2008: flights of these airports had no UTC. */
  @Test
  void codesOfThePastHaveTheirZone() {
    assertEquals("America/New_York", Airports.packaged().find("PBI").orElseThrow().zone().getId());
    assertEquals("America/Chicago", Airports.packaged().find("PFN").orElseThrow().zone().getId());
  }
}
