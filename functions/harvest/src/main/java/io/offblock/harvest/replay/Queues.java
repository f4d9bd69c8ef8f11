package io.offblock.harvest.replay;

import java.util.List;

/** The loaders' queues. */
@FunctionalInterface
public interface Queues {
  /**
   * Puts messages on a store's queue.
   *
   * @param bodies at most ten
   * @throws io.offblock.load.StoreUnavailable where one of them was not taken
   */
  void send(String store, List<String> bodies);
}
