package io.offblock.harvest.replay;

import io.offblock.payload.StoredObject;
import java.util.List;

/** The loaders' queues, one per store. */
public interface LoadQueues {
  /** Names of the stores that have a queue. */
  List<String> STORES = List.of("postgres", "mongodb", "opensearch", "neo4j");

  /**
   * Asks a store's loader to load these again.
   *
   * @throws io.offblock.load.StoreUnavailable where the queue did not take all of them
   */
  void send(String store, List<StoredObject> objects);

  /** About how many messages wait to be loaded. */
  long waiting(String store);
}
