package io.offblock.harvest.lufthansa;

/** Client id and secret of Lufthansa's developer portal. Its text never shows them. */
public record Credentials(String id, String secret) {
  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
