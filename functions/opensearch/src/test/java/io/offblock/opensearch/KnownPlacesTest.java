package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.load.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownPlacesTest {
  private final List<String> asked = new ArrayList<>();
  private long written = 7;
  private Instant now = Samples.MOMENT;
  private final KnownPlaces places =
      new KnownPlaces(
          typed -> {
            asked.add(typed);
            return List.of(airport(typed));
          },
          () -> written,
          () -> now);

  private static SearchHit airport(String code) {
    return new SearchHit(
        "airport", code, code, code, "", Score.CODE, Optional.empty(), Optional.empty());
  }

  @Test
  void aTextIsAskedOnceUntilAPlaceIsWritten() {
    assertEquals(List.of(airport("FRA")), places.hits("FRA"));
    now = now.plusSeconds(3600);
    assertEquals(List.of(airport("FRA")), places.hits("FRA"));
    places.hits("MUC");
    assertEquals(List.of("FRA", "MUC"), asked);

    written = 8;
    now = now.plusSeconds(1);
    places.hits("FRA");
    assertEquals(List.of("FRA", "MUC", "FRA"), asked);
  }

  @Test
  void whatIsWrittenIsSeenASecondLater() {
    places.hits("FRA");
    written = 8;
    now = now.plusMillis(999);
    places.hits("FRA");
    assertEquals(List.of("FRA"), asked);
    now = now.plusMillis(1);
    places.hits("FRA");
    assertEquals(List.of("FRA", "FRA"), asked);
  }

  @Test
  void anIndexThatIsFilledAnewIsAskedAnewThoughItsNumbersAreLower() {
    places.hits("FRA");
    written = -1;
    now = now.plusSeconds(1);
    places.hits("FRA");
    assertEquals(List.of("FRA", "FRA"), asked);
  }

  @Test
  void ofMoreTextsThanAreKeptTheOneAskedLongestAgoGoes() {
    places.hits("first");
    places.hits("second");
    places.hits("first");
    IntStream.range(0, 1999).forEach(i -> places.hits("other " + i));
    asked.clear();
    places.hits("first");
    places.hits("second");
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
            },
            () -> written,
            () -> now);
    assertThrows(StoreUnavailable.class, () -> away.hits("FRA"));
    assertThrows(StoreUnavailable.class, () -> away.hits("FRA"));
    assertEquals(2, failing.size());
  }
}
