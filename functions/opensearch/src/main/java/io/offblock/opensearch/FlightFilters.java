package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiRequest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * Reads from a request which flights it is about: {@code from, to, carrier, origin, destination}.
 */
final class FlightFilters {
  private static final int DAYS = 7;
  private static final int LONGEST = 400;

  private final Airports airports;
  private final InstantSource clock;
  private final Popularity carriers = Popularity.packaged();

  FlightFilters(Airports airports, InstantSource clock) {
    this.airports = Objects.requireNonNull(airports);
    this.clock = Objects.requireNonNull(clock);
  }

  /** Those of the last seven days where no day is asked for. */
  FlightFilter read(ApiRequest request) {
    LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate last = request.maybeDay("to").orElse(today);
    ApiRequest.Days days = request.days(last.minusDays(DAYS), last, LONGEST);
    return new FlightFilter(
        days.first(),
        days.last(),
        request.airline("carrier").map(code -> carriers.airlineIata(code).orElse(code)),
        request.maybeAirport("origin", airports).map(Airport::iata),
        request.maybeAirport("destination", airports).map(Airport::iata));
  }
}
