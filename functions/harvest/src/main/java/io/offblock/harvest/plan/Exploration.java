package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.Board.Direction;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Which board of an outstation may show most flights in the air that no hub's board shows: flights
 * between two outstations, such as the second leg of a long flight that goes on. Where many known
 * flights go, there are likeliest some; what other such boards were good for says how likely
 * ({@link Outstations}).
 */
final class Exploration {
  /** Starts of the four hours to be looked at, relative to now in minutes. */
  private static final int[] DEPARTED = {-80, -230, -470};

  private static final int[] ARRIVING = {-20, 220};

  /** What a look must be expected to be worth. */
  private static final double LEAST = 0.06;

  private Exploration() {}

  /** A page to look at; empty where none promises anything. */
  static Optional<PageChoice.Page> best(
      Flights flights, Function<Board, Discovery> discoveries, LocalClocks clocks, Instant now) {
    Board board = null;
    int start = 0;
    double most = LEAST;
    for (Board candidate : flights.boards()) {
      Discovery discovery = discoveries.apply(candidate);
      OptionalInt local = clocks.at(candidate.airport(), now);
      if (local.isEmpty() || discovery.mostToExplore() <= most) {
        continue;
      }
      for (int ago : candidate.direction() == Direction.DEPARTURES ? DEPARTED : ARRIVING) {
        int from = local.getAsInt() + ago;
        double worth = discovery.unseenFrom(from, local.getAsInt());
        if (worth > most) {
          most = worth;
          start = Math.floorDiv(from, Discovery.STEP) * Discovery.STEP;
          board = candidate;
        }
      }
    }
    return board == null
        ? Optional.empty()
        : Optional.of(
            PageChoice.at(
                board,
                flights.on(board),
                discoveries.apply(board),
                clocks.at(board.airport(), now).orElseThrow(),
                e -> e.worth(now.getEpochSecond()),
                start));
  }
}
