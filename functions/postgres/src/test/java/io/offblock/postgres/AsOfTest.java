package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What was believed at a moment, over random histories in random orders, with repeats. */
class AsOfTest {
  private static final PostgresSession SESSION = Database.session();

  @Test
  void nothingSaidAfterTheMomentIsUsedAndTheEndIsTheFlightAsItIs() {
    for (int seed = 1; seed <= 8; seed++) {
      Random random = new Random(seed);
      List<Map.Entry<Payload, ParsedPayload>> story = withRepeats(random);
      Database.empty();
      PostgresFlightStore store = new PostgresFlightStore(SESSION);
      List<Map.Entry<Payload, ParsedPayload>> deliveries = new ArrayList<>(story);
      deliveries.addAll(story.subList(0, 5));
      Samples.shuffled(random, deliveries).forEach(d -> store.apply(d.getKey(), d.getValue()));

      for (int at = -1; at < 30; at++) {
        Instant moment = Samples.MOMENT.plusSeconds(60L * at + 30);
        Map<FlightId, Flight> expected =
            Samples.merged(
                story.stream()
                    .filter(d -> !d.getKey().seenAt().isAfter(moment))
                    .flatMap(d -> d.getValue().reports().stream())
                    .toList());
        for (FlightId id : ids(story)) {
          Optional<Flight> told = SESSION.read("test", c -> Observations.asOf(c, id, moment));
          assertEquals(Optional.ofNullable(expected.get(id)), told, "seed " + seed + " at " + at);
          told.ifPresent(f -> assertTrue(!f.version().fetchedAt().isAfter(moment)));
        }
      }
      assertEquals(
          "0",
          Database.query(
              """
              select count(*) from flight f left join lateral flight_as_of(f.id, 'infinity') as a on true
              where to_jsonb(f) - 'revision' is distinct from to_jsonb(a) - 'revision'
              """),
          "seed " + seed);
    }
  }

  @Test
  void aFlightThatNobodyKnowsWasNeverBelieved() {
    assertEquals(
        Optional.empty(),
        SESSION.read("test", c -> Observations.asOf(c, Samples.lh400(), Instant.now())));
  }

  /**
   * Some answers are given a second time, later and unchanged: the same words in a newer version.
   */
  private static List<Map.Entry<Payload, ParsedPayload>> withRepeats(Random random) {
    List<Map.Entry<Payload, ParsedPayload>> story =
        new ArrayList<>(Samples.story(random, 20, 8, 5));
    for (int n = 0; n < 5; n++) {
      Map.Entry<Payload, ParsedPayload> first = story.get(random.nextInt(20));
      Payload again =
          Samples.seenAgain(
              first.getKey(), Samples.MOMENT.plusSeconds(60L * random.nextInt(20, 30)));
      story.add(
          Map.entry(
              again,
              Samples.flights(
                  first.getValue().reports().stream().map(r -> at(r, again)).toList())));
    }
    return story;
  }

  private static FlightReport at(FlightReport r, Payload payload) {
    return new FlightReport(
        r.id(),
        payload.version(),
        r.payload(),
        r.resource(),
        r.operation(),
        r.airframe(),
        r.codeshares(),
        r.plan(),
        r.source());
  }

  private static List<FlightId> ids(List<Map.Entry<Payload, ParsedPayload>> story) {
    return story.stream()
        .flatMap(d -> d.getValue().reports().stream())
        .map(FlightReport::id)
        .distinct()
        .toList();
  }
}
