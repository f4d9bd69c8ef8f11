package io.offblock.alert;

import io.offblock.flight.FlightId;
import io.offblock.flight.Operation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * All that was ever told of a flight, in the order of the telling: what rules are held against. It
 * is a function of the set of observations; neither the order nor the number of their deliveries
 * shows in it.
 *
 * @param id which flight
 * @param numbers every number it was ever told under, the operating one among them
 * @param operations what was told of its operation, oldest first
 * @param forecasts what the model said of it, oldest first
 */
public record FlightStory(
    FlightId id, Set<String> numbers, List<Told> operations, List<Forecasted> forecasts) {
  public FlightStory {
    Objects.requireNonNull(id);
    numbers = Set.copyOf(numbers);
    operations =
        operations.stream()
            .sorted(
                Comparator.comparing(Told::first)
                    .thenComparing(Told::sha256)
                    .thenComparing(told -> told.operation().toString()))
            .toList();
    forecasts =
        forecasts.stream().sorted(Comparator.comparing(Forecasted::madeAt)).distinct().toList();
  }

  /**
   * An operation as it was told, and told again unchanged.
   *
   * @param first when it was told
   * @param last when it was last told before something else was
   * @param sha256 of the first answer: orders answers of one moment
   */
  public record Told(Instant first, Instant last, String sha256, Operation operation) {
    public Told {
      Objects.requireNonNull(sha256);
      Objects.requireNonNull(operation);
      if (last.isBefore(first)) {
        throw new IllegalArgumentException("told until %s from %s".formatted(last, first));
      }
    }
  }

  /**
   * A forecast.
   *
   * @param probability of arriving 15 minutes late or more
   */
  public record Forecasted(Instant madeAt, double probability) {
    public Forecasted {
      Objects.requireNonNull(madeAt);
    }
  }
}
