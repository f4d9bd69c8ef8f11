package io.offblock.sandbox.world;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An airline of the sandbox.
 *
 * @param icao empty where the real API has none (LH, 4Y has one but no name)
 * @param registration what the registrations of its aircraft begin with, without the dash
 * @param firstNumber of its own flight numbers, last inclusive; 0 if it operates nothing
 * @param partners airlines that put their codes on its flights, the most willing first
 */
public record Airline(
    String iata,
    String icao,
    String name,
    String registration,
    int firstNumber,
    int lastNumber,
    List<String> partners) {

  private static final String TABLE = "/io/offblock/sandbox/airlines.csv";

  /** All airlines, by IATA code. */
  public static Map<String, Airline> table() {
    return Csv.rows(TABLE).stream()
        .map(Airline::of)
        .collect(Collectors.toMap(Airline::iata, airline -> airline));
  }

  private static Airline of(List<String> row) {
    String[] range = row.get(4).isEmpty() ? new String[] {"0", "0"} : row.get(4).split("-");
    return new Airline(
        row.get(0),
        row.get(1),
        row.get(2),
        row.get(3),
        Integer.parseInt(range[0]),
        Integer.parseInt(range[1]),
        row.get(5).isEmpty() ? List.of() : List.of(row.get(5).split(" ")));
  }
}
