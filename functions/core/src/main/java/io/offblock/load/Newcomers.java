package io.offblock.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether what comes next is likely to be new to a store. A store that refuses to insert what it
 * has need not be read first: where most was new lately, inserting at once saves the reading, and
 * the few that were there are read afterwards. A wrong guess costs a round trip and changes no
 * state.
 */
public final class Newcomers {
  private final Map<String, Boolean> lately = new ConcurrentHashMap<>();

  /**
   * Whether most was new lately; no where nothing is known.
   *
   * @param place what is guessed about apart from others, such as an index
   */
  public boolean expected(String place) {
    return lately.getOrDefault(place, false);
  }

  /** Notes how it was: so many new of so many. */
  public void were(String place, int fresh, int all) {
    if (all > 0) {
      lately.put(place, 4 * fresh >= 3 * all);
    }
  }
}
