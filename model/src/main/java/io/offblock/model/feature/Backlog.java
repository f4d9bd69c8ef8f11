package io.offblock.model.feature;

/**
 * Flights by key that should have left and have not, as far as is known: it is not known yet
 * whether they will.
 */
final class Backlog {
  private final int[] count;
  private final long[] since;

  Backlog(int keys) {
    count = new int[keys];
    since = new long[keys];
  }

  void enter(int key, int scheduledOff) {
    count[key]++;
    since[key] += scheduledOff;
  }

  void leave(int key, int scheduledOff) {
    count[key]--;
    since[key] -= scheduledOff;
  }

  int count(int key) {
    return count[key];
  }

  /** Minutes past schedule, all together. */
  double overdue(int key, int now) {
    return (double) count[key] * now - since[key];
  }
}
