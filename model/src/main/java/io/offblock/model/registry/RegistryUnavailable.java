package io.offblock.model.registry;

/** The registry cannot be reached or fails for now: worth trying again. */
public final class RegistryUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what was tried
   */
  public RegistryUnavailable(String what, Throwable cause) {
    super(
        "the model registry failed at " + what + ": is MLflow up? ./offblock status tells", cause);
  }
}
