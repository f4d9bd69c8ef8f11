package io.offblock.operations;

/** A function's log that could not be read now. */
public final class LogUnreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Of that function, for that reason. */
  public LogUnreadable(String function, Throwable cause) {
    super("the log of " + function + " could not be read", cause);
  }
}
