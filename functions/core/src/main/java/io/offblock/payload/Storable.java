package io.offblock.payload;

/**
 * Which texts every store can keep. A store that cannot would refuse the whole load, at each
 * delivery anew, so the parsers reject the record instead.
 */
public final class Storable {
  private Storable() {}

  /**
   * Whether all stores take a text: PostgreSQL refuses the character NUL, and half a surrogate pair
   * has no UTF-8.
   */
  public static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
