package io.offblock.opensearch;

import io.offblock.airport.Position;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that fits what was typed.
 *
 * @param kind {@code airport}, {@code airline}, {@code flight} or {@code line}
 * @param id the code, or the flight's id; of a line the id of its last flight
 * @param code what people write: FRA, LH, LH400
 * @param label its name
 * @param detail what tells it from others of that name
 * @param score the higher the likelier (see {@link Score})
 * @param position of an airport, where known
 * @param date of a flight, or of the last flight of a line: scheduled departure, local
 */
record SearchHit(
    String kind,
    String id,
    String code,
    String label,
    String detail,
    double score,
    Optional<Position> position,
    Optional<LocalDate> date) {
  /** The likeliest first; what is equally likely by code, so that an answer does not flicker. */
  static final Comparator<SearchHit> LIKELIEST =
      Comparator.comparingDouble(SearchHit::score)
          .reversed()
          .thenComparing(SearchHit::kind)
          .thenComparing(SearchHit::code)
          .thenComparing(SearchHit::id);

  SearchHit {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(id);
    Objects.requireNonNull(code);
    Objects.requireNonNull(label);
    Objects.requireNonNull(detail);
    Objects.requireNonNull(position);
    Objects.requireNonNull(date);
  }

  /** The same with a score that is lower by so much. */
  SearchHit lessLikely(double by) {
    return new SearchHit(kind, id, code, label, detail, score - by, position, date);
  }
}
