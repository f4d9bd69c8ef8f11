package io.offblock.load;

import java.util.Objects;

/**
 * A break of the wire between a loader and its store, at one exact piece of what crosses it.
 *
 * @param way which direction the piece travels
 * @param piece its number in that direction since the fault was laid, from 1
 * @param kind what happens to it
 */
record Fault(Way way, int piece, Kind kind) {
  Fault {
    Objects.requireNonNull(way);
    Objects.requireNonNull(kind);
    if (piece < 1) {
      throw new IllegalArgumentException("pieces are counted from 1, not " + piece);
    }
  }

  /** Which way a piece travels. */
  enum Way {
    /** From the loader to the store. */
    REQUEST,
    /** From the store to the loader. */
    ANSWER
  }

  /** What happens to the piece and to its connection. */
  enum Kind {
    /** It is dropped and both ends are reset: before a write, or before its acknowledgement. */
    RESET,
    /** Half of it arrives, then both ends are reset: in the midst of a write. */
    TORN,
    /**
     * It arrives whole, then the connection ends, by a reset for its sender: written, nobody told.
     */
    CUT_AFTER,
    /** It is dropped and its reader sees an orderly end of the stream; the other way stays open. */
    HALF_CLOSED,
    /** It and all that follows on its connection is swallowed; nobody is told anything. */
    SILENT
  }
}
