package io.offblock.sandbox.world;

import java.util.List;

/**
 * One leg of the timetable, flown every day.
 *
 * @param departure scheduled off-block, minutes of Berlin's clock after midnight of the day its
 *     line starts
 * @param block scheduled minutes from off-block to on-block
 * @param round which round trip of its line it belongs to: a round trip is cancelled as a whole, so
 *     the aircraft stays where the next one starts
 */
public record Leg(
    int id,
    Airline airline,
    int number,
    Airport origin,
    Airport destination,
    int departure,
    int block,
    AircraftType type,
    int round,
    boolean cargo,
    List<FlightNumber> codeshares) {

  public int arrival() {
    return departure + block;
  }

  /** A flight number as an airline sells it. */
  public record FlightNumber(String airline, int number) {
    /** As the API writes it: padded to three digits. */
    public String padded() {
      return number >= 100 ? Integer.toString(number) : "%03d".formatted(number);
    }
  }

  public FlightNumber flightNumber() {
    return new FlightNumber(airline.iata(), number);
  }

  /** The same leg in the finished timetable. */
  Leg numbered(int givenId, int givenNumber, List<FlightNumber> sold) {
    return new Leg(
        givenId,
        airline,
        givenNumber,
        origin,
        destination,
        departure,
        block,
        type,
        round,
        cargo,
        sold);
  }
}
