package io.offblock.harvest.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.offblock.Samples;
import io.offblock.answer.DayFlights;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.harvest.digest.RawDigest.Answer;
import io.offblock.harvest.digest.RawDigest.Day;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.history.Holding;
import io.offblock.load.MemoryFlightStore;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawDigestTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

  private MemoryObjects objects = new MemoryObjects();
  private MemoryVault vault = new MemoryVault(objects);

  /** What payloads say, by the digest of their bytes. */
  private final Map<String, Function<Payload, ParsedPayload>> meanings = new HashMap<>();

  @Test
  void withoutPayloadsThereIsNothing() {
    assertEquals(new Answer(0, List.of(), List.of(), List.of(), null), all());
  }

  @Test
  void anAnswerGivenAgainIsNewerThanWhatCameBetween() {
    FlightId id = Samples.lh400();
    Payload full = says(1, p -> List.of(Samples.full(id, p)));
    Payload bare = says(2, p -> List.of(Samples.bare(id, p)));
    vault.put(full, 200);
    vault.put(bare, 200);
    assertEquals(days(Samples.full(id, full), Samples.bare(id, bare)), all().days());
    Payload again = Samples.seenAgain(full, bare.seenAt().plusSeconds(60));
    vault.putSeen(again);
    List<Day> days = all().days();
    assertEquals(days(Samples.full(id, again), Samples.bare(id, bare)), days);
    assertNotEquals(days(Samples.full(id, full), Samples.bare(id, bare)), days);
    assertEquals(3, all().payloads());
  }

  @Test
  void theOrderOfObjectsDoesNotMatter() {
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(new Random(1), 60, 8, 40);
    story.forEach(e -> meanings.put(e.getKey().sha256(), p -> e.getValue()));
    FlightReport[] reports =
        story.stream().flatMap(e -> e.getValue().reports().stream()).toArray(FlightReport[]::new);
    for (int seed = 0; seed < 5; seed++) {
      objects = new MemoryObjects();
      vault = new MemoryVault(objects);
      Samples.shuffled(new Random(seed), story).forEach(e -> vault.put(e.getKey(), 200));
      assertEquals(days(reports), all().days());
    }
  }

  @Test
  void onlyTheDaysAskedForAreTold() {
    FlightId[] ids = {on(DAY.minusDays(1)), on(DAY), on(DAY.plusDays(1))};
    vault.put(says(1, p -> List.of(ids).stream().map(i -> Samples.full(i, p)).toList()), 200);
    List<Day> all = all().days();
    assertEquals(3, all.size());
    for (Day only : all) {
      LocalDate day = LocalDate.parse(only.day());
      assertEquals(List.of(only), run(day, day).days());
    }
    assertEquals(all.subList(0, 2), run(DAY.minusDays(20), DAY).days());
    assertEquals(List.of(), run(DAY.plusDays(2), DAY.plusDays(9)).days());
  }

  @Test
  void payloadsOfOtherDaysAndReferenceDataAreNotRead() {
    vault.put(says(1, p -> List.of(Samples.full(Samples.lh400(), p))), 200);
    vault.put(
        Samples.payload(
            "/mds-references/airlines?limit=100&offset=0", "airlines", Samples.MOMENT, "{}"),
        200);
    assertEquals(1, run(DAY, DAY).payloads());
    assertEquals(0, run(DAY.plusDays(9), DAY.plusDays(9)).payloads());
  }

  @Test
  void moreObjectsThanOneListingHoldsAreAllRead() {
    List<FlightReport> reports = new ArrayList<>();
    for (int n = 0; n < 1203; n++) {
      Payload payload = says(n, p -> List.of(Samples.bare(Samples.lh400(), p)));
      reports.add(Samples.bare(Samples.lh400(), payload));
      vault.put(payload, 200);
    }
    assertEquals(
        whole(1203, days(reports.toArray(FlightReport[]::new))),
        run(DAY.minusDays(1), DAY.plusDays(1)));
  }

  /** However little fits at once, the pieces together say what the whole says. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 100})
  void piecesOfDaysAddUp(long atOnce) {
    for (int n = 0; n < 12; n++) {
      LocalDate day = DAY.plusDays(n % 7);
      Payload payload =
          Samples.payload(
              "/operations/flightstatus/departures/FRA/" + day + "T08:00?n=" + n,
              "flightstatus",
              Samples.MOMENT.plusSeconds(n),
              "{\"n\":" + n + "}");
      FlightId[] around = {on(day.minusDays(1)), on(day), on(day.plusDays(1))};
      meanings.put(
          payload.sha256(),
          p -> Samples.flights(List.of(around).stream().map(i -> Samples.full(i, p)).toList()));
      vault.put(payload, 200);
    }
    List<Day> whole = all().days();
    List<Day> pieces = new ArrayList<>();
    RawDigest digest = new RawDigest(objects, vault, this::parse, "memory", atOnce);
    String from = DAY.minusDays(30).toString();
    int calls = 0;
    while (from != null) {
      Answer answer = digest.run(LocalDate.parse(from), DAY.plusDays(30));
      pieces.addAll(answer.days());
      from = answer.next();
      calls++;
    }
    assertEquals(whole, pieces);
    assertEquals(9, whole.size());
    assertEquals(atOnce == 100 ? 1 : Math.max(2, calls), calls);
  }

  @Test
  void whatCannotBeReadIsPassedOver() {
    FlightId id = Samples.lh400();
    Payload good = says(1, p -> List.of(Samples.full(id, p)));
    vault.put(good, 200);
    vault.put(Samples.payload(2), 200);
    touch(Samples.payload(3).key().objectKey());
    touch("raw/lufthansa/readme.txt");
    assertEquals(whole(3, days(Samples.full(id, good))), all());
  }

  /**
   * A flight that was told of while it was current and long after is held as a flight by all, and
   * as a line beside it by some: each as a store of that holding ends.
   */
  @Test
  void whatStoresHoldOfHistoryIsToldForEachWayOfHolding() {
    FlightId[] ids = {
      on(DAY), on(DAY.minusDays(400)), on(DAY.minusDays(31)), on(DAY.minusDays(30))
    };
    // Of no day of its own, so that it is read for each of them.
    Payload first = Samples.payload("/operations/schedules", "schedules", Samples.MOMENT, "{}");
    meanings.put(
        first.sha256(),
        p -> Samples.flights(List.of(ids).stream().map(i -> Samples.full(i, p)).toList()));
    Payload again = Samples.seenAgain(first, Samples.MOMENT.plus(java.time.Duration.ofDays(40)));
    vault.put(first, 200);
    vault.putSeen(again);
    Answer answer = run(DAY.minusDays(500), DAY.plusDays(30));
    Map<Holding, List<Day>> told =
        Map.of(
            Holding.EVERYTHING, answer.days(),
            Holding.LINES, answer.lines(),
            Holding.ROUTES, answer.routes());
    told.forEach(
        (holding, days) -> {
          MemoryFlightStore store = new MemoryFlightStore(holding);
          store.apply(again, parse(again));
          store.apply(first, parse(first));
          FlightDigest digest = new FlightDigest();
          store.scan(DAY.minusDays(500), DAY.plusDays(30), digest::add);
          store.scanLines(
              2020, 2030, l -> l.dates().forEach(day -> digest.add(l.line().toString(), day)));
          assertEquals(text(digest), days, holding.toString());
          assertEquals(
              days, days.stream().map(day -> summed(day.day(), holding)).toList(), "by name");
        });
    assertEquals(
        List.of(1L, 1L, 2L, 2L), answer.lines().stream().map(Day::count).toList().subList(0, 4));
  }

  private static Answer whole(int payloads, List<Day> days) {
    return new Answer(payloads, days, days, days, null);
  }

  /** What a day's digest counts is what naming its flights hands over. */
  @Test
  void theFlightsOfADayAreThoseOfItsDigest() {
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(new Random(2), 40, 8, 60);
    story.forEach(e -> meanings.put(e.getKey().sha256(), p -> e.getValue()));
    story.forEach(e -> vault.put(e.getKey(), 200));
    List<Day> named = new ArrayList<>();
    for (Day day : all().days()) {
      named.add(summed(day.day(), Holding.EVERYTHING));
    }
    assertEquals(all().days(), named);
    assertEquals(3, named.size());
  }

  /** A day by what naming its flights and lines hands over: their number and their hashes' sum. */
  private Day summed(String day, Holding holding) {
    DayFlights question = new DayFlights(LocalDate.parse(day), Optional.empty(), Set.of());
    List<?> told =
        (List<?>)
            new RawDigest(objects, vault, this::parse, "memory")
                .tell(question, holding)
                .get("flights");
    BigInteger hash =
        told.stream()
            .map(each -> new BigInteger((String) ((Map<?, ?>) each).get("hash"), 16))
            .reduce(BigInteger.ZERO, BigInteger::xor);
    return new Day(day, told.size(), "%064x".formatted(hash));
  }

  private Answer all() {
    return run(DAY.minusDays(30), DAY.plusDays(30));
  }

  private Answer run(LocalDate from, LocalDate to) {
    return new RawDigest(objects, vault, this::parse, "memory").run(from, to);
  }

  private ParsedPayload parse(Payload payload) {
    Function<Payload, ParsedPayload> meaning = meanings.get(payload.sha256());
    if (meaning == null) {
      throw new PoisonPayload("not-json", "nothing is known of it");
    }
    return meaning.apply(payload);
  }

  private Payload says(int n, Function<Payload, List<FlightReport>> reports) {
    Payload payload = Samples.payload(n);
    meanings.put(payload.sha256(), p -> Samples.flights(reports.apply(p)));
    return payload;
  }

  private void touch(String key) {
    objects.put(key, NewObject.json(new byte[0]), new Condition.Always());
  }

  private static FlightId on(LocalDate day) {
    LocalDateTime departure = day.atTime(Samples.lh400().scheduledDeparture().toLocalTime());
    return new FlightId(Samples.lh400().operating(), "FRA", "JFK", departure);
  }

  private static List<Day> days(FlightReport... reports) {
    Map<FlightId, Flight> flights = Samples.merged(List.of(reports));
    FlightDigest digest = new FlightDigest();
    flights.values().forEach(digest::add);
    return text(digest);
  }

  private static List<Day> text(FlightDigest digest) {
    return digest.days().stream()
        .map(d -> new Day(d.day().toString(), d.count(), d.hash()))
        .toList();
  }
}
