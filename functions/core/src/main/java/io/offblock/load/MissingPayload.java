package io.offblock.load;

/**
 * An object that was announced is not there. Storage is strongly consistent, so trying again does
 * not help.
 */
public final class MissingPayload extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param key the object's key
   */
  public MissingPayload(String key) {
    super(key + " is not in storage: it was deleted, or never written");
  }
}
