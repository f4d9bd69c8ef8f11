package io.offblock.answer;

import io.offblock.payload.Storable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where the next page of a list begins. It goes out as an opaque word, so that what stands in it
 * can change; a list may keep in it what its pages must agree about, such as the window of a board.
 *
 * @param parts as the list wrote them
 */
public record Cursor(List<String> parts) {
  private static final String BETWEEN = "\n";

  public Cursor {
    parts = List.copyOf(parts);
  }

  /** With these parts, none of them with a line break. */
  public static Cursor of(Object... parts) {
    return new Cursor(List.of(parts).stream().map(Object::toString).toList());
  }

  /** Of a list that is cut by counting: where the next page starts. */
  public static Cursor at(int position) {
    return of(position);
  }

  static Optional<Cursor> parse(String word) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8))
          .filter(Storable::isText)
          .map(text -> new Cursor(List.of(text.split(BETWEEN, -1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As it goes out: base64url without padding. */
  @Override
  public String toString() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(BETWEEN, parts).getBytes(StandardCharsets.UTF_8));
  }
}
