package io.offblock.answer;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a list that was made whole, cut by counting.
 *
 * @param items of this page
 * @param next where the next one begins; empty on the last
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
  public Page {
    items = List.copyOf(items);
    Objects.requireNonNull(next);
  }

  /** The page of {@code all} that the request's cursor names. */
  public static <T> Page<T> of(List<T> all, ApiRequest request, int limit) {
    int start =
        request
            .cursor(1)
            .map(
                c -> {
                  String position = c.parts().getFirst();
                  if (!position.matches("\\d{1,7}")) {
                    throw request.badCursor();
                  }
                  return Integer.parseInt(position);
                })
            .orElse(0);
    int from = Math.min(start, all.size());
    int until = Math.min(from + limit, all.size());
    return new Page<>(
        all.subList(from, until),
        until < all.size() ? Optional.of(Cursor.at(until)) : Optional.empty());
  }
}
