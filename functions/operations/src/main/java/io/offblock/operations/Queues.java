package io.offblock.operations;

import java.util.OptionalLong;

/** How many messages wait in the loaders' queues. */
public interface Queues {
  /**
   * Messages that wait, are being worked on, or are delayed; empty where the queue cannot be asked.
   */
  OptionalLong depth(String queue);
}
