package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Histories;
import io.offblock.Histories.Delivery;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was believed at a moment, over random histories in random orders, with repeats. */
class AsOfTest {
  private static final PostgresSession SESSION = Database.session();

  @Test
  void nothingSaidAfterTheMomentIsUsedAndTheEndIsTheFlightAsItIs() {
    for (int seed = 1; seed <= 4; seed++) {
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

  /**
   * Whatever has been delivered so far, in whatever order, the answer for a moment is the join of
   * exactly those observations whose version is not after it; what is said later never changes it.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.offblock.Histories#seeds")
  void theAnswerForAMomentNeverSeesTheFuture(long seed) {
    Random random = new Random(seed);
    List<Delivery> history = Histories.history(random);
    List<Instant> moments =
        Stream.generate(() -> Histories.moment(random, history)).limit(12).toList();
    Database.empty();
    PostgresFlightStore store = new PostgresFlightStore(SESSION);
    List<Delivery> delivered = new ArrayList<>();
    for (Delivery delivery : Samples.shuffled(random, history)) {
      store.apply(delivery.payload(), delivery.said());
      delivered.add(delivery);
      Instant any = moments.get(random.nextInt(moments.size()));
      assertEquals(
          Histories.merged(Histories.until(delivered, any)),
          believed(history, any),
          () -> "seed " + seed + " at " + any + " after " + delivered.size());
    }
    for (Instant moment : moments) {
      List<Delivery> before = Histories.until(history, moment);
      List<Delivery> after = history.stream().filter(d -> !before.contains(d)).toList();
      Database.empty();
      Samples.shuffled(random, before).forEach(d -> store.apply(d.payload(), d.said()));
      Map<FlightId, Flight> then = believed(history, moment);
      assertEquals(Histories.merged(before), then, () -> "seed " + seed + " at " + moment);
      Samples.shuffled(random, after).forEach(d -> store.apply(d.payload(), d.said()));
      assertEquals(then, believed(history, moment), () -> "seed " + seed + " at " + moment);
    }
  }

  /** Of every flight of the history, what the database says was believed of it. */
  private static Map<FlightId, Flight> believed(List<Delivery> history, Instant moment) {
    Map<FlightId, Flight> believed = new TreeMap<>();
    history.stream()
        .flatMap(d -> d.said().reports().stream())
        .map(FlightReport::id)
        .distinct()
        .forEach(
            id ->
                SESSION
                    .read("test", c -> Observations.asOf(c, id, moment))
                    .ifPresent(f -> believed.put(id, f)));
    return believed;
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
