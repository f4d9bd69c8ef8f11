package io.offblock;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * What a provider said over some hours, drawn by a seed, with all that makes merging hard: answers
 * of one millisecond, answers given again unchanged, pages that name a flight twice with different
 * facts, pages that say nothing. And the ways in which it may reach a store.
 */
public final class Histories {
  private static final String SEED = "offblock.seed";
  private static final int MOST_SECONDS = 4 * 3600;

  private Histories() {}

  /** One payload and what it says; a delivery hands it to a store. */
  public record Delivery(Payload payload, ParsedPayload said) {}

  /**
   * The seeds of every run, fixed so that a failure comes again. Another one is tried with {@code
   * -Doffblock.seed=N}.
   */
  public static LongStream seeds() {
    Long own = Long.getLong(SEED);
    return own != null ? LongStream.of(own) : LongStream.of(1, 42, 1903, 271_828, 20_261_124);
  }

  /** Some dozen payloads about few flights, in the order of their moments. */
  public static List<Delivery> history(Random random) {
    int flights = 2 + random.nextInt(12);
    List<Delivery> history = new ArrayList<>();
    for (int n = 12 + random.nextInt(24); n > 0; n--) {
      Payload payload;
      if (!history.isEmpty() && random.nextInt(5) == 0) {
        Delivery before = history.get(random.nextInt(history.size()));
        payload = Samples.seenAgain(before.payload(), moment(random, history));
        history.add(again(before, payload));
        continue;
      }
      payload =
          Samples.payload(
              "/operations/customerflightinformation/departures/FRA/2026-11-24T08:00?limit=100",
              "customerflightinformation",
              moment(random, history),
              "{\"n\":" + n + ",\"r\":" + random.nextInt() + "}");
      List<FlightReport> reports = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        reports.add(Samples.report(random, Samples.id(random, flights), payload));
      }
      history.add(new Delivery(payload, Samples.flights(reports)));
    }
    history.sort(java.util.Comparator.comparing(d -> d.payload().version()));
    return List.copyOf(history);
  }

  /**
   * Every payload at least once, some up to three times, some cut off halfway before they come
   * whole as after a loader's death, in any order.
   */
  public static List<Delivery> deliveries(Random random, List<Delivery> history) {
    List<Delivery> some = new ArrayList<>(history);
    for (Delivery delivery : history) {
      for (int more = random.nextInt(3); more > 0; more--) {
        List<FlightReport> reports = delivery.said().reports();
        some.add(
            random.nextInt(3) > 0 || reports.isEmpty()
                ? delivery
                : new Delivery(
                    delivery.payload(),
                    Samples.flights(reports.subList(0, random.nextInt(reports.size())))));
      }
    }
    return Samples.shuffled(random, some);
  }

  /** The flights of all that was said, by the join alone. */
  public static Map<FlightId, Flight> merged(List<Delivery> history) {
    return Samples.merged(history.stream().flatMap(d -> d.said().reports().stream()).toList());
  }

  /** What had been said by a moment, that moment included. */
  public static List<Delivery> until(List<Delivery> history, Instant moment) {
    return history.stream().filter(d -> !d.payload().seenAt().isAfter(moment)).toList();
  }

  /** A moment before, in or after the history; often exactly one of its own, or next to one. */
  public static Instant moment(Random random, List<Delivery> history) {
    if (!history.isEmpty() && random.nextInt(3) == 0) {
      return history
          .get(random.nextInt(history.size()))
          .payload()
          .seenAt()
          .plusMillis(random.nextInt(3) - 1);
    }
    return Samples.MOMENT
        .plusSeconds(random.nextInt(MOST_SECONDS))
        .plusMillis(random.nextInt(1000));
  }

  private static Delivery again(Delivery before, Payload payload) {
    return new Delivery(
        payload,
        Samples.flights(
            before.said().reports().stream()
                .map(
                    r ->
                        new FlightReport(
                            r.id(),
                            payload.version(),
                            r.payload(),
                            r.resource(),
                            r.operation(),
                            r.airframe(),
                            r.codeshares(),
                            r.plan(),
                            r.source()))
                .toList()));
  }
}
