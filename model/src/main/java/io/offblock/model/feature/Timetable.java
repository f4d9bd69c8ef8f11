package io.offblock.model.feature;

import java.util.Arrays;

/** Flights by key in the order of one scheduled time. The schedule is known at any horizon. */
final class Timetable {
  private final int[] begin;
  private final int[] flights;
  private final int[] times;
  private final int all;

  /**
   * @param keys key of each flight, -1 for none
   * @param time scheduled time of each flight
   */
  Timetable(int[] keys, int count, int[] time) {
    all = keys.length;
    long[] order = new long[keys.length];
    begin = new int[count + 1];
    for (int i = 0; i < keys.length; i++) {
      order[i] = ((long) time[i] << 32) | i;
      if (keys[i] >= 0) {
        begin[keys[i] + 1]++;
      }
    }
    Arrays.sort(order);
    for (int k = 0; k < count; k++) {
      begin[k + 1] += begin[k];
    }
    int[] next = begin.clone();
    flights = new int[begin[count]];
    times = new int[begin[count]];
    for (long packed : order) {
      int flight = (int) packed;
      if (keys[flight] >= 0) {
        int at = next[keys[flight]]++;
        flights[at] = flight;
        times[at] = time[flight];
      }
    }
  }

  int flight(int place) {
    return flights[place];
  }

  /** The first place of the key whose time is not before {@code time}. */
  int from(int key, int time) {
    int low = begin[key];
    int high = begin[key + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many flights of the key have a time in [from, to]. */
  int count(int key, int from, int to) {
    return from(key, to + 1) - from(key, from);
  }

  /** For each flight the one before it of the same key, -1 for none. */
  int[] previous() {
    int[] previous = new int[all];
    Arrays.fill(previous, -1);
    for (int k = 0; k + 1 < begin.length; k++) {
      for (int at = begin[k] + 1; at < begin[k + 1]; at++) {
        previous[flights[at]] = flights[at - 1];
      }
    }
    return previous;
  }
}
