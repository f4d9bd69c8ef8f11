package io.offblock.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What answers tell of flights, kept until the flight is written again: a row has sixty columns,
 * and a board or the map asks for the same ones every few seconds. A row's version (the database's
 * function {@code version_of}) is another one after each write, so what is kept is never out of
 * date. Those that nobody asked for in a while are forgotten.
 *
 * @param <T> what is told of a flight
 */
final class Told<T> {
  /** A flight as it is in the table now. */
  record Row(String id, long version) {}

  /**
   * @param version of the row that it was made of
   */
  record Kept<T>(long version, T told) {}

  /** Makes it of the rows of these flights; one that is not there any more is left out. */
  interface Reading<T> {
    Map<String, Kept<T>> of(List<String> ids) throws SQLException;
  }

  private final Map<String, Kept<T>> kept;

  /**
   * @param most flights, the ones asked for last
   */
  Told(int most) {
    kept =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Kept<T>> eldest) {
            return size() > most;
          }
        };
  }

  /** What is told of each, by its id; only what is new since the last time is read. */
  synchronized Map<String, T> of(List<Row> rows, Reading<T> reading) throws SQLException {
    Map<String, T> told = HashMap.newHashMap(rows.size());
    List<String> news = new ArrayList<>();
    for (Row row : rows) {
      Kept<T> one = kept.get(row.id());
      if (one != null && one.version() == row.version()) {
        told.put(row.id(), one.told());
      } else {
        news.add(row.id());
      }
    }
    if (!news.isEmpty()) {
      reading
          .of(news)
          .forEach(
              (id, one) -> {
                kept.put(id, one);
                told.put(id, one.told());
              });
    }
    return told;
  }
}
