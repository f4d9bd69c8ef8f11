package io.offblock.load;

/**
 * A store cannot be reached or refuses for now: the message goes back to its queue and comes again.
 */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param store its name; {@code what} says what was tried, without secrets
   */
  public StoreUnavailable(String store, String what, Throwable cause) {
    super(store + ": " + what + " failed and is tried again from the queue", cause);
  }
}
