package io.offblock.model.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of one row, put one after the other under their names. The first row that is put
 * defines the names, so that a feature is written down once: where it is computed.
 */
final class Values {
  final float[] row = new float[512];
  private final List<String> names = new ArrayList<>();
  private String group;
  private int at;
  private boolean named;

  void begin() {
    named |= at > 0;
    at = 0;
  }

  void group(String name) {
    group = name;
  }

  /** NaN says that there is none. */
  void put(String name, double value) {
    if (!named) {
      names.add(group + '.' + name);
    }
    row[at++] = (float) value;
  }

  List<String> names() {
    return names;
  }

  int size() {
    return at;
  }
}
