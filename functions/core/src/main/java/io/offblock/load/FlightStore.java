package io.offblock.load;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.history.Holding;
import io.offblock.history.LineYear;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A store of flights. Four real ones and one in memory pass the same contract test ({@code
 * FlightStoreContract}).
 *
 * <p>The store does not decide what is newer: it reads the flights a payload names, merges by
 * {@link Flight#merge}, and writes each only if nobody wrote it meanwhile, else reads again.
 */
public interface FlightStore {
  /** {@code postgres}, {@code mongodb}, {@code opensearch}, {@code neo4j}. */
  String name();

  /**
   * Takes in all that a payload says and notes the payload (its {@link Payload#key()} id and {@link
   * Payload#seenAt()}) as loaded. May be called again with the same payload; the state is the same
   * as after one call.
   *
   * @throws StoreUnavailable where the store cannot be reached or refuses for now; to be tried
   *     again
   */
  void apply(Payload payload, ParsedPayload parsed);

  /** What of all flights the store keeps as flights, and what in place of the others. */
  default Holding holding() {
    return Holding.EVERYTHING;
  }

  /** The flights of these ids that the store has, as read back from its own fields. */
  Map<FlightId, Flight> find(Collection<FlightId> ids);

  /**
   * Hands over each flight of the days, read back from the store's own fields, in any order; both
   * days inclusive.
   */
  void scan(LocalDate from, LocalDate to, Consumer<Flight> each);

  /**
   * Hands over each line of history, whole, that has a day among these years, in any order; both
   * inclusive. A store that holds everything has none.
   */
  default void scanLines(int from, int to, Consumer<LineYear> each) {}
}
