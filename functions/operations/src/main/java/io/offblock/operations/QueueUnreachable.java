package io.offblock.operations;

/** A queue that is not there, does not answer, or refuses what was asked of it. */
public final class QueueUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** That queue, for that reason. */
  public QueueUnreachable(String queue, Throwable cause) {
    super("the queue " + queue + " could not be reached", cause);
  }
}
