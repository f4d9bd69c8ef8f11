package io.offblock.alert;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightState;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.flight.Stamped;
import io.offblock.flight.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * When a rule fires: all of its conditions hold at once. Which flight it is (number, airports,
 * airline) does not change; what is told of it (status, delay, gate, forecast) does, and each
 * change that the rule names fires once.
 *
 * <p>That a condition holds never ceases to have been so: another observation, however late it
 * comes, only adds changes. So rules over what is told and rules over forecasts fire the same set
 * for any order and any number of deliveries. A rule over both at once compares what was known at
 * one moment, and a report that comes late may show that it was something else.
 *
 * @param flights numbers, any of them; empty for every flight
 * @param origin IATA code
 * @param destination IATA code
 * @param airport IATA code, as origin or destination
 * @param airlines IATA designators of the operating carrier, any of them; empty for all
 * @param statuses any of them; empty where the status does not matter
 * @param delayOver minutes that departure or arrival must be later, as reported, else expected
 * @param gateChange whether a gate must be another than was told before
 * @param probabilityOver what the forecast probability must exceed
 */
public record Conditions(
    Set<String> flights,
    Optional<String> origin,
    Optional<String> destination,
    Optional<String> airport,
    Set<String> airlines,
    Set<FlightState> statuses,
    OptionalInt delayOver,
    boolean gateChange,
    OptionalDouble probabilityOver) {
  public Conditions {
    flights = Set.copyOf(flights);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(destination);
    Objects.requireNonNull(airport);
    airlines = Set.copyOf(airlines);
    statuses = Set.copyOf(statuses);
    Objects.requireNonNull(delayOver);
    Objects.requireNonNull(probabilityOver);
    if (statuses.isEmpty() && delayOver.isEmpty() && !gateChange && probabilityOver.isEmpty()) {
      throw new IllegalArgumentException("conditions of which none ever changes");
    }
  }

  /** Whether the rule is about this flight, as far as its id tells. */
  public boolean mayConcern(FlightId id) {
    return origin.filter(o -> !o.equals(id.origin())).isEmpty()
        && destination.filter(d -> !d.equals(id.destination())).isEmpty()
        && airport.filter(a -> !a.equals(id.origin()) && !a.equals(id.destination())).isEmpty()
        && (airlines.isEmpty() || airlines.contains(id.operating().carrier()));
  }

  /**
   * The changes that were told from a moment on up to another, both included, each once, in the
   * order of the telling. What is told again counts as told.
   */
  public List<Change> changes(FlightStory story, Instant since, Instant until) {
    if (!mayConcern(story.id())
        || !flights.isEmpty() && story.numbers().stream().noneMatch(flights::contains)) {
      return List.of();
    }
    List<Change> found = new ArrayList<>();
    if (!ofOperation()) {
      for (FlightStory.Forecasted forecast : story.forecasts()) {
        if (over(forecast) && within(forecast.madeAt(), since, until)) {
          found.add(new Change(forecastKey(), forecast.madeAt()));
        }
      }
    } else {
      operations(story, since, until, found);
    }
    Map<String, Change> once = new LinkedHashMap<>();
    found.forEach(change -> once.putIfAbsent(change.key(), change));
    return List.copyOf(once.values());
  }

  private void operations(FlightStory story, Instant since, Instant until, List<Change> found) {
    for (int i = 0; i < story.operations().size(); i++) {
      FlightStory.Told told = story.operations().get(i);
      if (told.first().isAfter(until)) {
        return;
      }
      List<String> keys = keys(story, i);
      if (keys.isEmpty()) {
        continue;
      }
      if (probabilityOver.isEmpty()) {
        if (!told.last().isBefore(since)) {
          Instant moment = told.first().isBefore(since) ? told.last() : told.first();
          keys.forEach(key -> found.add(new Change(key, moment)));
        }
      } else {
        Instant next =
            i + 1 < story.operations().size() ? story.operations().get(i + 1).first() : Instant.MAX;
        both(story.forecasts(), told, next, since, until)
            .ifPresent(
                moment ->
                    keys.forEach(key -> found.add(new Change(key + ";" + forecastKey(), moment))));
      }
    }
  }

  /** When what was told and a forecast over the threshold were both the newest of their kind. */
  private Optional<Instant> both(
      List<FlightStory.Forecasted> forecasts,
      FlightStory.Told told,
      Instant next,
      Instant since,
      Instant until) {
    for (int i = 0; i < forecasts.size(); i++) {
      Instant made = forecasts.get(i).madeAt();
      Instant end = i + 1 < forecasts.size() ? forecasts.get(i + 1).madeAt() : Instant.MAX;
      Instant begin = made.isAfter(told.first()) ? made : told.first();
      if (over(forecasts.get(i))
          && begin.isBefore(next)
          && begin.isBefore(end)
          && !begin.isAfter(until)) {
        if (!begin.isBefore(since)) {
          return Optional.of(begin);
        }
        if (!told.last().isBefore(since) && since.isBefore(end)) {
          return Optional.of(told.last());
        }
      }
    }
    return Optional.empty();
  }

  private boolean ofOperation() {
    return !statuses.isEmpty() || delayOver.isPresent() || gateChange;
  }

  private boolean over(FlightStory.Forecasted forecast) {
    return forecast.probability() > probabilityOver.orElseThrow();
  }

  private String forecastKey() {
    return "probability>" + probabilityOver.orElseThrow();
  }

  private static boolean within(Instant moment, Instant since, Instant until) {
    return !moment.isBefore(since) && !moment.isAfter(until);
  }

  /** The changes as of one telling, without the forecast; empty where a condition does not hold. */
  private List<String> keys(FlightStory story, int at) {
    Operation operation = story.operations().get(at).operation();
    List<String> parts = new ArrayList<>();
    if (delayOver.isPresent()) {
      Optional<Duration> delay = delay(operation);
      if (delay.filter(d -> d.compareTo(Duration.ofMinutes(delayOver.getAsInt())) > 0).isEmpty()) {
        return List.of();
      }
      parts.add("delay>" + delayOver.getAsInt());
    }
    if (!statuses.isEmpty()) {
      FlightState state = state(story.id(), operation);
      if (!statuses.contains(state)) {
        return List.of();
      }
      parts.add("status=" + state);
    }
    String others = String.join(";", parts);
    if (!gateChange) {
      return List.of(others);
    }
    List<String> keys = new ArrayList<>();
    gate(story, at, Operation::departure, "departure", others, keys);
    gate(story, at, Operation::arrival, "arrival", others, keys);
    return keys;
  }

  private static void gate(
      FlightStory story,
      int at,
      Function<Operation, Movement> side,
      String name,
      String others,
      List<String> keys) {
    Optional<String> now = side.apply(story.operations().get(at).operation()).gate();
    boolean another =
        now.isPresent()
            && story.operations().subList(0, at).stream()
                .flatMap(t -> side.apply(t.operation()).gate().stream())
                .anyMatch(before -> !before.equals(now.get()));
    if (another) {
      String key = "gate=%s:%s".formatted(name, now.get());
      keys.add(others.isEmpty() ? key : others + ";" + key);
    }
  }

  /** The later of both sides: as reported, else as the provider expects it. */
  private static Optional<Duration> delay(Operation operation) {
    Optional<Duration> departure = delay(operation.departure());
    Optional<Duration> arrival = delay(operation.arrival());
    return departure.isPresent() && arrival.isPresent()
        ? departure.map(d -> d.compareTo(arrival.get()) > 0 ? d : arrival.get())
        : departure.or(() -> arrival);
  }

  private static Optional<Duration> delay(Movement side) {
    return side.delay().or(side::expectedDelay);
  }

  private static FlightState state(FlightId id, Operation operation) {
    Version version = new Version(Instant.EPOCH, "0".repeat(64));
    return new Flight(
            id,
            Optional.of(new Stamped<>(operation, version, "")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .state();
  }
}
