package io.offblock.lufthansa;

/** A record that no flight or reference item can be made of. The others of its page are good. */
final class UnreadableRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean defect;

  private UnreadableRecord(String reason, boolean defect) {
    super(reason, null, false, false);
    this.defect = defect;
  }

  /** The record is broken: a page of nothing else is poison. */
  static UnreadableRecord broken(String reason) {
    return new UnreadableRecord(reason, true);
  }

  /**
   * The record is sound, but does not say which flight it speaks of: a page of nothing else is an
   * ordinary page.
   */
  static UnreadableRecord unidentified(String reason) {
    return new UnreadableRecord(reason, false);
  }

  boolean defect() {
    return defect;
  }
}
