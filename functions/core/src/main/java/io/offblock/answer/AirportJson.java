package io.offblock.answer;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import java.time.Instant;
import java.util.Map;

/** An airport as answers show it (object A of the contract). */
public final class AirportJson {
  private AirportJson() {}

  /** All that is known of it. */
  public static Map<String, Object> of(Airport airport) {
    return Fields.none()
        .with("iata", airport.iata())
        .maybe("icao", airport.icao())
        .text("name", airport.name())
        .text("city", airport.city())
        .text("country", airport.country())
        .with("lat", airport.lat())
        .with("lon", airport.lon())
        .with("zone", airport.zone().getId())
        .map();
  }

  /** A moment, as UTC and as the clock at the airport shows it. */
  public static Map<String, Object> moment(Instant moment, Airport airport) {
    return Fields.none()
        .with("utc", Json.utc(moment))
        .with("local", Json.local(moment.atZone(airport.zone()).toLocalDateTime()))
        .map();
  }

  /** All that the table knows of a code; the code alone where it knows nothing. */
  public static Map<String, Object> of(String iata, Airports airports) {
    return airports.find(iata).map(AirportJson::of).orElseGet(() -> Map.of("iata", iata));
  }
}
