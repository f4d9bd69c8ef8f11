package io.offblock.opensearch;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which flights a question is about.
 *
 * @param from first day of departure, local at the origin
 * @param to last day of departure
 * @param carrier operating carrier, IATA
 * @param origin IATA
 * @param destination IATA
 */
public record FlightFilter(
    LocalDate from,
    LocalDate to,
    Optional<String> carrier,
    Optional<String> origin,
    Optional<String> destination) {
  public FlightFilter {
    Objects.requireNonNull(carrier);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(destination);
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("%s is before %s".formatted(to, from));
    }
  }

  /** All flights of these days. */
  public static FlightFilter days(LocalDate from, LocalDate to) {
    return new FlightFilter(from, to, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same of one origin. */
  public FlightFilter from(String airport) {
    return new FlightFilter(from, to, carrier, Optional.of(airport), destination);
  }

  /** The same of one carrier. */
  public FlightFilter of(String airline) {
    return new FlightFilter(from, to, Optional.of(airline), origin, destination);
  }

  Map<String, Object> query() {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(Map.of("range", Map.of("day", Map.of("gte", from.toString(), "lte", to.toString()))));
    carrier.ifPresent(v -> all.add(Map.of("term", Map.of("carrier", v))));
    origin.ifPresent(v -> all.add(Map.of("term", Map.of("origin", v))));
    destination.ifPresent(v -> all.add(Map.of("term", Map.of("destination", v))));
    return Map.of("bool", Map.of("filter", all));
  }
}
