package io.offblock.model.extract;

import java.io.IOException;

/** A file that is no extract, or one of another schema. The message says where and what to do. */
public final class UnreadableExtract extends IOException {
  private static final long serialVersionUID = 1;

  UnreadableExtract(String message) {
    super(message);
  }
}
