package io.offblock.flight;

import java.util.List;
import java.util.TreeSet;

/**
 * The marketing numbers of a flight: names of it, not flights.
 *
 * @param numbers sorted, without the operating number and without repeats
 */
public record Codeshares(List<FlightNumber> numbers) {
  public Codeshares {
    numbers = List.copyOf(new TreeSet<>(numbers));
  }
}
