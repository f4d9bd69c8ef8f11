package io.offblock.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.payload.Payload;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlightFactsTest {
  @Test
  void everyFlightComesBackFromItsFacts() {
    Random random = new Random(2);
    for (int n = 0; n < 5_000; n++) {
      Flight flight =
          Flight.of(
              Samples.report(random, Samples.id(random, 50), Samples.payload(random.nextInt(9))));
      Map<String, Object> facts = FlightFacts.write(flight);
      assertEquals(flight, FlightFacts.read(facts));
      Map<String, Object> more = new HashMap<>(facts);
      more.put("a name of the store's own", 7);
      more.computeIfPresent("codeshares", (k, v) -> ((List<?>) v).toArray());
      assertEquals(flight, FlightFacts.read(more));
      assertEquals(FlightFacts.line(flight), FlightFacts.line(FlightFacts.read(more)));
    }
  }

  @Test
  void absentFactsAreAbsentKeys() {
    Map<String, Object> facts =
        FlightFacts.write(Flight.of(Samples.bare(Samples.lh400(), Samples.payload(1))));
    assertEquals(
        Set.of(
            "id",
            "carrier",
            "number",
            "suffix",
            "origin",
            "destination",
            "scheduled_departure",
            "operation_at",
            "operation_sha256",
            "operation_payload",
            "departure_scheduled_local",
            "codeshares_at",
            "codeshares_sha256",
            "codeshares_payload",
            "codeshares"),
        facts.keySet());
  }

  @Test
  void factsWithoutAnIdAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> FlightFacts.read(Map.of("id", "LH400")));
    assertThrows(IllegalArgumentException.class, () -> FlightFacts.read(Map.of()));
  }

  /**
   * A gate may be named like the separators: two flights that differ must differ in their lines.
   */
  @Test
  void linesAreUnambiguous() {
    assertNotEquals(
        FlightFacts.line(gates("A|departure_status=OT", Optional.empty())),
        FlightFacts.line(gates("A", Optional.of("OT"))));
    assertNotEquals(
        FlightFacts.line(gates("A\\p", Optional.empty())),
        FlightFacts.line(gates("A|", Optional.empty())));
  }

  private static Flight gates(String gate, Optional<String> status) {
    Payload payload = Samples.payload(1);
    Movement side =
        new Movement(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(gate),
            status);
    return new Flight(
        Samples.lh400(),
        Optional.of(
            new Stamped<>(
                new Operation(side, side, Optional.empty(), Optional.empty()),
                payload.version(),
                payload.key().id())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theDigestDoesNotSeeTheOrderAndSeesEveryFact() {
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      List<Flight> flights =
          List.copyOf(
              Samples.merged(
                      Samples.story(random, 10, 5, 30).stream()
                          .flatMap(d -> d.getValue().reports().stream())
                          .toList())
                  .values());
      List<FlightDigest.Day> digest = digest(flights);
      assertEquals(digest, digest(Samples.shuffled(random, flights)));
      assertEquals(flights.size(), digest.stream().mapToLong(FlightDigest.Day::count).sum());
      assertNotEquals(digest, digest(flights.subList(1, flights.size())));
    }
    Set<String> hashes = new HashSet<>();
    Flight full = Flight.of(Samples.full(Samples.lh400(), Samples.payload(1)));
    Map<String, Object> facts = FlightFacts.write(full);
    hashes.add(digest(List.of(full)).getFirst().hash());
    int changed = 1;
    for (String name : facts.keySet()) {
      if (!name.endsWith("_at")
          && !name.endsWith("_sha256")
          && !name.endsWith("_payload")
          && !name.endsWith("_local")
          && !IDENTITY.contains(name)) {
        Map<String, Object> fewer = new HashMap<>(facts);
        fewer.remove(name);
        hashes.add(digest(List.of(FlightFacts.read(fewer))).getFirst().hash());
        changed++;
      }
    }
    assertEquals(changed, hashes.size());
    assertEquals(LocalDate.of(2026, 11, 24), digest(List.of(full)).getFirst().day());
  }

  private static final Set<String> IDENTITY =
      Set.of("id", "carrier", "number", "suffix", "origin", "destination", "scheduled_departure");

  private static List<FlightDigest.Day> digest(List<Flight> flights) {
    FlightDigest digest = new FlightDigest();
    flights.forEach(digest::add);
    return digest.days();
  }
}
