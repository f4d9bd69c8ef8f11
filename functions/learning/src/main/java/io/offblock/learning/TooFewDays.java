package io.offblock.learning;

/** There is nothing to train on yet: a window has flights that arrived on too few days. */
public final class TooFewDays extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int days;
  private final int needed;

  TooFewDays(TrainingWindow window, int days, int needed) {
    super(
        "%s to %s has flights that arrived on %d days, a training needs %d: harvest or import more"
            .formatted(window.from(), window.to(), days, needed));
    this.days = days;
    this.needed = needed;
  }

  /** Days that there are. */
  public int days() {
    return days;
  }

  /** Days that there must be. */
  public int needed() {
    return needed;
  }
}
