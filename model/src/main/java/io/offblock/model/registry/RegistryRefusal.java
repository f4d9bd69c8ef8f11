package io.offblock.model.registry;

/** The registry will not do what was asked, now or later. */
public final class RegistryRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what was asked
   * @param why in the registry's words
   */
  public RegistryRefusal(String what, String why) {
    super("the model registry refused %s: %s".formatted(what, why));
  }
}
