package io.offblock.bts;

/** A row that no flight can be made of. The others of its day are good. */
final class UnreadableRow extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableRow(String reason) {
    super(reason, null, false, false);
  }
}
