package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.postgres.Told.Kept;
import io.offblock.postgres.Told.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ToldTest {
  private final Map<String, Long> table = new TreeMap<>();
  private final List<String> read = new ArrayList<>();

  private Map<String, Kept<String>> read(List<String> ids) {
    read.addAll(ids);
    return ids.stream()
        .filter(table::containsKey)
        .collect(
            Collectors.toMap(id -> id, id -> new Kept<>(table.get(id), id + " " + table.get(id))));
  }

  private List<Row> rows() {
    return table.entrySet().stream().map(e -> new Row(e.getKey(), e.getValue())).toList();
  }

  @Test
  void onlyWhatIsNewIsRead() throws SQLException {
    Told<String> told = new Told<>(10);
    table.putAll(Map.of("a", 1L, "b", 1L));
    assertEquals(Map.of("a", "a 1", "b", "b 1"), told.of(rows(), this::read));
    read.clear();
    assertEquals(Map.of("a", "a 1", "b", "b 1"), told.of(rows(), this::read));
    assertTrue(read.isEmpty(), read.toString());
    table.put("b", -7L);
    assertEquals(Map.of("a", "a 1", "b", "b -7"), told.of(rows(), this::read));
    assertEquals(List.of("b"), read);
  }

  @Test
  void oneThatGoesBetweenTheTwoLooksIsLeftOut() throws SQLException {
    Told<String> told = new Told<>(10);
    table.put("a", 1L);
    List<Row> rows = List.of(new Row("a", 1), new Row("gone", 4));
    assertEquals(Map.of("a", "a 1"), told.of(rows, this::read));
  }

  @Test
  void itTellsTheTableHoweverLittleItKeeps() throws SQLException {
    Random random = new Random(3);
    for (int most : new int[] {1, 5, 100}) {
      Told<String> told = new Told<>(most);
      table.clear();
      for (int round = 0; round < 300; round++) {
        String id = "f" + random.nextInt(20);
        if (random.nextInt(4) == 0) {
          table.remove(id);
        } else {
          table.put(id, random.nextLong());
        }
        Map<String, String> expected = new HashMap<>();
        table.forEach((flight, version) -> expected.put(flight, flight + " " + version));
        assertEquals(expected, told.of(rows(), this::read));
      }
    }
  }
}
