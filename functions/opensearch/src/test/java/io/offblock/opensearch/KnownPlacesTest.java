package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.load.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownPlacesTest {
  private final List<String> asked = new ArrayList<>();
  private final KnownPlaces places =
      new KnownPlaces(
          typed -> {
            asked.add(typed);
            return List.of(airport(typed));
          });

  private static SearchHit airport(String code) {
    return new SearchHit(
        "airport", code, code, code, "", Score.CODE, Optional.empty(), Optional.empty());
  }

  @Test
  void aTextIsAskedOnceUntilAPlaceIsWritten() {
    assertEquals(List.of(airport("FRA")), places.hits("FRA", 7));
    assertEquals(List.of(airport("FRA")), places.hits("FRA", 7));
    places.hits("MUC", 7);
    assertEquals(List.of("FRA", "MUC"), asked);

    places.hits("FRA", 8);
    assertEquals(List.of("FRA", "MUC", "FRA"), asked);
  }

  @Test
  void anIndexThatIsFilledAnewIsAskedAnewThoughItsNumbersAreLower() {
    places.hits("FRA", 8);
    places.hits("FRA", -1);
    assertEquals(List.of("FRA", "FRA"), asked);
  }

  @Test
  void ofMoreTextsThanAreKeptTheOneAskedLongestAgoGoes() {
    places.hits("first", 1);
    places.hits("second", 1);
    places.hits("first", 1);
    IntStream.range(0, 1999).forEach(i -> places.hits("other " + i, 1));
    asked.clear();
    places.hits("first", 1);
    places.hits("second", 1);
    assertEquals(List.of("second"), asked);
  }

  @Test
  void whatFailedIsNotKept() {
    List<String> failing = new ArrayList<>();
    KnownPlaces away =
        new KnownPlaces(
            typed -> {
              failing.add(typed);
              throw new StoreUnavailable("opensearch", "searching places", null);
            });
    assertThrows(StoreUnavailable.class, () -> away.hits("FRA", 1));
    assertThrows(StoreUnavailable.class, () -> away.hits("FRA", 1));
    assertEquals(2, failing.size());
  }
}
