package io.offblock.model.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * A user of MLflow and what proves it, for a server behind HTTP's basic login. Its text shows
 * neither.
 */
public record MlflowLogin(String user, String password) {
  public MlflowLogin {
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
  }

  /** The value of {@code Authorization}, by RFC 7617. */
  String header() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "MlflowLogin[hidden]";
  }
}
