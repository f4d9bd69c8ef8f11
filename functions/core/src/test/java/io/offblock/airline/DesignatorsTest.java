package io.offblock.airline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.CapturedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesignatorsTest {
  private static final Pattern MIGRATION = Pattern.compile("\\('([A-Z]{3})', '([A-Z0-9]{2})'\\)");
  private static final Pattern POPULARITY =
      Pattern.compile("(?m)^airline,([A-Z0-9]{2}),([A-Z]{3}),");

  @ParameterizedTest
  @CsvSource({"DLH, LH", "GEC, LH", "OCN, 4Y", "LH, ", "QQQ, "})
  void anIcaoDesignatorStandsForIataOnesAndItself(String asked, String iata) {
    Set<String> expected = iata == null ? Set.of(asked) : Set.of(asked, iata);
    assertEquals(expected, Designators.packaged().of(asked));
  }

  /** An airline must not be found by one answer and missed by the next. */
  @Test
  void whatPostgresAndTheSearchKnowIsKnownHere() throws IOException {
    List<List<String>> known = new ArrayList<>();
    for (MatchResult m : found(MIGRATION, "sql/postgres/V1__reference_data.sql")) {
      known.add(List.of(m.group(1), m.group(2)));
    }
    int migration = known.size();
    for (MatchResult m :
        found(
            POPULARITY,
            "functions/opensearch/src/main/resources/io/offblock/opensearch/popularity.csv")) {
      known.add(List.of(m.group(2), m.group(1)));
    }
    assertTrue(migration > 20 && known.size() > migration + 50, known::toString);
    for (List<String> pair : known) {
      assertTrue(
          Designators.packaged().of(pair.getFirst()).contains(pair.getLast()), pair::toString);
    }
  }

  private static List<MatchResult> found(Pattern pattern, String path) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(CapturedData.root().resolve(path)));
    return matcher.results().toList();
  }
}
