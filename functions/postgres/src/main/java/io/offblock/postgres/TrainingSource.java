package io.offblock.postgres;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where flights of a training set come from. The simulated world is a source of its own: it plays
 * the airline's API, so that its payloads bear the airline's name, and only when they were fetched
 * tells them apart.
 */
enum TrainingSource {
  /** The on-time files of the US bureau. */
  BTS,
  /** The airline's API as it really answered, recordings of it included. */
  LUFTHANSA,
  /** What the sandbox played. */
  SANDBOX;

  /**
   * A time in which the sandbox was harvested.
   *
   * @param until exclusive; {@link Instant#MAX} while it goes on
   */
  record Simulated(Instant from, Instant until) {}

  /**
   * The sources of these names.
   *
   * @throws IllegalArgumentException where there is none, one is not known, or the simulated world
   *     would be mixed with a real one
   */
  static Set<TrainingSource> of(List<String> names) {
    Set<TrainingSource> sources = EnumSet.noneOf(TrainingSource.class);
    for (String name : names == null ? List.<String>of() : names) {
      try {
        sources.add(valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "no source of flights is named %s: there are bts, lufthansa and sandbox"
                .formatted(name),
            e);
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "a training set names its sources: bts, lufthansa or both, or sandbox");
    }
    if (sources.contains(SANDBOX) && sources.size() > 1) {
      throw new IllegalArgumentException(
          "the simulated world and a real one make no training set together: name sandbox alone, or not");
    }
    return sources;
  }

  /** What is true of this source's flights, in SQL. */
  String condition(List<Simulated> simulated) {
    String payload = "coalesce(operation_payload, plan_payload)";
    String played =
        simulated.stream()
            .map(
                s ->
                    "coalesce(operation_at, plan_at) >= timestamptz '%s'%s"
                        .formatted(
                            s.from(),
                            s.until().equals(Instant.MAX)
                                ? ""
                                : " and coalesce(operation_at, plan_at) < timestamptz '"
                                    + s.until()
                                    + "'"))
            .map(c -> "(" + c + ")")
            .collect(Collectors.joining(" or "));
    String inside = played.isEmpty() ? "false" : "(" + played + ")";
    return switch (this) {
      case BTS -> payload + " like 'bts/%'";
      case LUFTHANSA -> payload + " like 'lufthansa/%' and not " + inside;
      case SANDBOX -> payload + " like 'lufthansa/%' and " + inside;
    };
  }
}
