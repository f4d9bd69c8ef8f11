package io.offblock.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The one law that makes four stores agree: merging is a join. */
class FlightMergeTest {
  private static Flight flight(Random random) {
    return Flight.of(Samples.report(random, Samples.lh400(), Samples.payload(random.nextInt(4))));
  }

  @Test
  void mergeIsCommutativeAssociativeAndIdempotent() {
    Random random = new Random(1);
    for (int n = 0; n < 5_000; n++) {
      Flight a = flight(random);
      Flight b = flight(random);
      Flight c = flight(random);
      assertEquals(a.merge(b), b.merge(a));
      assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
      assertEquals(a, a.merge(a));
      assertEquals(a.merge(b), a.merge(b).merge(a).merge(b));
    }
  }

  @Test
  void anyOrderAndAnyRepetitionEndInTheSameFlight() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Flight> told = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        told.add(flight(random));
      }
      Flight expected = told.stream().reduce(Flight::merge).orElseThrow();
      List<Flight> again = new ArrayList<>(told);
      again.addAll(told.subList(2, 6));
      assertEquals(
          expected, Samples.shuffled(random, again).stream().reduce(Flight::merge).orElseThrow());
    }
  }

  @Test
  void eachGroupKeepsItsOwnNewestVersion() {
    Payload old = Samples.payload(1);
    Payload young = Samples.payload(2);
    Flight merged =
        Flight.of(Samples.full(Samples.lh400(), old))
            .merge(Flight.of(Samples.bare(Samples.lh400(), young)));
    assertEquals(young.version(), merged.operation().orElseThrow().version());
    assertEquals(old.version(), merged.airframe().orElseThrow().version());
    assertEquals(List.of(), merged.codeshares().orElseThrow().value().numbers());
    assertEquals(List.of(young.key().id(), old.key().id()), merged.payloads());
    assertEquals(young.seenAt(), merged.seenAt());
  }

  @Test
  void twoFlightsAreNotMerged() {
    Payload payload = Samples.payload(1);
    FlightId other = FlightId.parse("LH-400-FRA-JFK-20261125T1055").orElseThrow();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Flight.of(Samples.full(Samples.lh400(), payload))
                .merge(Flight.of(Samples.full(other, payload))));
  }

  @Test
  void versionsOfOneMillisecondAreOrderedByTheirBytes() {
    Instant at = Instant.parse("2026-11-24T08:00:00.123456Z");
    Version a = new Version(at, "a".repeat(64));
    Version b = new Version(at.plusNanos(1), "b".repeat(64));
    assertEquals(-1, Integer.signum(a.compareTo(b)));
    assertEquals(Instant.parse("2026-11-24T08:00:00.123Z"), a.fetchedAt());
  }

  @Test
  void aDelayNeedsTwoMoments() {
    Movement full =
        Samples.full(Samples.lh400(), Samples.payload(1)).operation().orElseThrow().departure();
    assertEquals(18, full.delay().orElseThrow().toMinutes());
    assertEquals(23, full.expectedDelay().orElseThrow().toMinutes());
    Movement bare =
        Samples.bare(Samples.lh400(), Samples.payload(1)).operation().orElseThrow().departure();
    assertEquals(Optional.empty(), bare.delay());
    assertEquals(Optional.empty(), bare.expectedDelay());
    assertEquals(Optional.empty(), bare.best());
  }
}
