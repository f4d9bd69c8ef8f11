package io.offblock.neo4j;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.Movement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one aircraft flies, leg after leg: the flights of its registration in the order of their
 * best known departures. Read from the flights when asked, so a late change of aircraft moves a
 * flight from one rotation into another by itself.
 */
public final class Rotations {
  /**
   * How quickly an aircraft is ready again: an assumption for short haul, as no provider tells it.
   * It only decides how much of a delay the time on the ground can take up.
   */
  public static final Duration SHORTEST_TURNAROUND = Duration.ofMinutes(35);

  private final Neo4jConnection connection;
  private final Duration shortest;

  /**
   * @param shortest time on the ground below which no aircraft leaves again
   */
  public Rotations(Neo4jConnection connection, Duration shortest) {
    this.connection = Objects.requireNonNull(connection);
    this.shortest = Objects.requireNonNull(shortest);
  }

  /**
   * A leg and the time on the ground before the aircraft's next one.
   *
   * @param flight the leg
   * @param turnaround minutes from its on-block to the next leg's off-block, best known; below zero
   *     where the next departure has not yet been told to be late
   * @param scheduledTurnaround the same by the schedule; empty where a time of it is missing
   * @param late minutes by which it came or is expected later than scheduled, below zero where
   *     earlier; empty where unknown
   * @param passedOn minutes of the next leg's delay that this one causes: what of its lateness the
   *     ground time cannot take up
   */
  public record Inbound(
      Flight flight,
      long turnaround,
      Optional<Long> scheduledTurnaround,
      Optional<Long> late,
      long passedOn) {
    /** Whether its delay reaches the next leg. */
    public boolean propagates() {
      return passedOn > 0;
    }
  }

  /**
   * The legs that the aircraft of a flight flies before it, the last one first. The chain ends
   * where a leg does not land where the next one starts: what is between them nobody told.
   *
   * @param most legs at most
   */
  public List<Inbound> inbound(FlightId id, int most) {
    List<Flight> legs =
        neighbours(
            id,
            """
            MATCH (f:Flight {id: $id})
            MATCH (n:Flight) WHERE n.registration = f.registration AND n.departs < f.departs
            RETURN f, n ORDER BY n.departs DESC LIMIT $most""",
            most);
    List<Inbound> chain = new ArrayList<>();
    for (int i = 1; i < legs.size(); i++) {
      Flight next = legs.get(i - 1);
      Flight leg = legs.get(i);
      if (!leg.id().destination().equals(next.id().origin())) {
        break;
      }
      chain.add(inbound(leg, next));
    }
    return chain;
  }

  /** What the aircraft of a flight flies next, where that starts where the flight ends. */
  public Optional<Flight> next(FlightId id) {
    List<Flight> legs =
        neighbours(
            id,
            """
            MATCH (f:Flight {id: $id})
            MATCH (n:Flight) WHERE n.registration = f.registration AND n.departs > f.departs
            RETURN f, n ORDER BY n.departs LIMIT $most""",
            1);
    return legs.stream().skip(1).findFirst().filter(n -> n.id().origin().equals(id.destination()));
  }

  /**
   * The flight itself, then the others in the order of the query; none where there are no others.
   */
  private List<Flight> neighbours(FlightId id, String query, int most) {
    return connection.read(
        "reading a rotation",
        transaction -> {
          List<Flight> legs = new ArrayList<>();
          transaction
              .run(query, Map.of("id", id.toString(), "most", most))
              .forEachRemaining(
                  r -> {
                    if (legs.isEmpty()) {
                      FlightNode.read(r.get("f").asNode().asMap()).ifPresent(legs::add);
                    }
                    FlightNode.read(r.get("n").asNode().asMap()).ifPresent(legs::add);
                  });
          return legs;
        });
  }

  private Inbound inbound(Flight leg, Flight next) {
    Instant on = FlightNode.arrives(leg).orElseThrow();
    Instant off = FlightNode.departs(next).orElseThrow();
    Optional<Instant> scheduledOn = scheduled(leg.arrival());
    Optional<Instant> scheduledOff = scheduled(next.departure());
    Optional<Long> late = scheduledOn.map(s -> minutes(s, on));
    // A schedule tighter than the shortest turnaround is met, or it would not be one.
    Optional<Long> ground =
        scheduledOn.flatMap(s -> scheduledOff.map(d -> minutes(s, d))).filter(g -> g >= 0);
    long slack = ground.map(g -> Math.max(0, g - shortest.toMinutes())).orElse(0L);
    long passedOn = late.map(l -> Math.max(0, l - slack)).orElse(0L);
    return new Inbound(leg, minutes(on, off), ground, late, passedOn);
  }

  private static Optional<Instant> scheduled(Optional<Movement> side) {
    return side.flatMap(Movement::scheduled).flatMap(t -> t.utc());
  }

  private static long minutes(Instant from, Instant to) {
    return Duration.between(from, to).toMinutes();
  }
}
