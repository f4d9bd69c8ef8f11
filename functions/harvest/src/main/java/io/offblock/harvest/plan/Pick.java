package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Request;
import java.util.List;

/**
 * A call that was chosen.
 *
 * @param reason in words, for people
 * @param value number of flights' worth it renews or finds, see {@link Worth}
 * @param promised what it is expected to show, so that no other call is made for the same
 */
public record Pick(Request request, String reason, double value, Promise promised) {
  /** What the plan holds back while the call is under way. */
  public sealed interface Promise {
    /** Nothing. */
    record None() implements Promise {}

    /** Flights and minutes of a board. */
    record Rows(List<String> flights, int from, int until) implements Promise {
      public Rows {
        flights = List.copyOf(flights);
      }
    }
  }
}
