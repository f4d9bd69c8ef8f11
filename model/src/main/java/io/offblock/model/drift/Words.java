package io.offblock.model.drift;

import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A column of categories, counted.
 *
 * @param counts rows of each category, all positive
 * @param missing how many rows had none
 */
public record Words(SortedMap<String, Integer> counts, int missing) {
  public Words {
    counts = new TreeMap<>(counts);
  }

  /** Counts; {@code null} and the empty text stand for a missing category. */
  public static Words of(Collection<String> values) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    int missing = 0;
    for (String value : values) {
      if (value == null || value.isEmpty()) {
        missing++;
      } else {
        counts.merge(value, 1, Integer::sum);
      }
    }
    return new Words(counts, missing);
  }

  /** How many rows have a category. */
  public int size() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** All categories of either, in order. */
  SortedSet<String> together(Words other) {
    SortedSet<String> all = new TreeSet<>(counts.keySet());
    all.addAll(other.counts.keySet());
    return all;
  }

  /** The share of each of these categories among all rows here. */
  double[] shares(Collection<String> categories) {
    double size = size();
    return categories.stream().mapToDouble(c -> counts.getOrDefault(c, 0) / size).toArray();
  }

  /** The counts as they are, unmodifiable. */
  @Override
  public SortedMap<String, Integer> counts() {
    return java.util.Collections.unmodifiableSortedMap(counts);
  }
}
