package io.offblock.harvest.lufthansa;

import io.offblock.aws.Secret;

/** Where the client's credentials come from. */
public interface Keys {
  /** As they are known. */
  Credentials current();

  /** Read again: the provider refused those that were known. */
  Credentials renewed();

  /** The same for good. */
  static Keys of(Credentials credentials) {
    return new Keys() {
      @Override
      public Credentials current() {
        return credentials;
      }

      @Override
      public Credentials renewed() {
        return credentials;
      }
    };
  }

  /**
   * {@code id} and {@code secret} of a secret: a new key is put there and used at the next call.
   */
  static Keys of(Secret secret) {
    return new Keys() {
      @Override
      public Credentials current() {
        return new Credentials(secret.value("id"), secret.value("secret"));
      }

      @Override
      public Credentials renewed() {
        secret.renew();
        return current();
      }
    };
  }
}
