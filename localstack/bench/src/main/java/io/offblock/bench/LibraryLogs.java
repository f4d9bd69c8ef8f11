package io.offblock.bench;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What drivers and clients log while they are measured. Where Quarkus does not run, its log manager
 * has every logger write down everything, each byte that a client sends among it, and keeps it for
 * a start that never comes: that costs more than the sending. In a function they tell warnings and
 * what they inform of, so that is what is measured.
 */
final class LibraryLogs {
  private LibraryLogs() {}

  /** To be called before anything is measured. */
  static void asInAFunction() {
    Logger.getLogger("").setLevel(Level.INFO);
  }
}
