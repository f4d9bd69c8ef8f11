package io.offblock.operations;

import java.util.OptionalLong;

/** The loaders' queues, and those of their dead letters. */
public interface Queues {
  /**
   * Messages that wait, are being worked on, or are delayed; empty where the queue cannot be asked.
   */
  OptionalLong depth(String queue);

  /**
   * Begins to send all messages of a queue of dead letters to another queue. They move after this
   * returns; where they are moving already, that goes on.
   *
   * @throws QueueUnreachable where it was not begun
   */
  void sendBack(String deadLetters, String queue);
}
