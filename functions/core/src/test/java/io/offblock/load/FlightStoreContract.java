package io.offblock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offblock.Samples;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.history.History;
import io.offblock.history.Holding;
import io.offblock.history.LineYear;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every store of flights must do. A store's module extends this with its real engine; core
 * does with memory.
 */
public abstract class FlightStoreContract extends FlightStoreProperties {
  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2100, 1, 1);

  private FlightStore store;

  /** The English name that the store has for an item of reference data; empty where it has none. */
  protected abstract Optional<String> englishName(FlightStore store, String kind, String code);

  /** The kinds of reference data that this store keeps. */
  protected Set<String> kinds() {
    return Set.of("countries", "cities", "airports", "airlines", "aircraft");
  }

  @BeforeEach
  void openStore() {
    store = open();
  }

  @Test
  void everyFactComesBackAsItWas() {
    Payload payload = Samples.payload(1);
    FlightReport full = Samples.full(Samples.lh400(), payload);
    FlightReport bare =
        Samples.bare(FlightId.parse("4Y-17A-QKL-FRA-20261124T0712").orElseThrow(), payload);
    store.apply(payload, Samples.flights(List.of(full, bare)));

    Map<FlightId, Flight> expected = Samples.merged(List.of(full, bare));
    assertEquals(expected, new TreeMap<>(store.find(expected.keySet())));
    assertEquals(expected, scan(FIRST, LAST));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertEquals(Map.of(), store.find(List.of(Samples.lh400())));
    assertEquals(Map.of(), store.find(List.of()));
    assertEquals(Map.of(), scan(FIRST, LAST));
  }

  @Test
  void scanTakesBothDaysAndNoOther() {
    Payload payload = Samples.payload(1);
    List<FlightReport> reports = new ArrayList<>();
    for (String day : List.of("20261122T2359", "20261123T0000", "20261124T2359", "20261125T0000")) {
      reports.add(Samples.bare(FlightId.parse("LH-1-FRA-JFK-" + day).orElseThrow(), payload));
    }
    store.apply(payload, Samples.flights(reports));
    assertEquals(
        Samples.merged(reports.subList(1, 3)),
        scan(LocalDate.of(2026, 11, 23), LocalDate.of(2026, 11, 24)));
  }

  @Test
  void theOrderAndNumberOfDeliveriesDoNotMatter() {
    for (int seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(random, 20, 6, 15);
      List<Map.Entry<Payload, ParsedPayload>> deliveries = new ArrayList<>(story);
      deliveries.addAll(story.subList(5, 15));
      store = open();
      Samples.shuffled(random, deliveries).forEach(d -> store.apply(d.getKey(), d.getValue()));
      assertEquals(expected(story), scan(FIRST, LAST), "seed " + seed);
    }
  }

  /** What is history stands in a store as the store says it holds it, in whatever order it came. */
  @Test
  void historyEndsTheSameWhateverTheOrderAndNumberOfDeliveries() throws Exception {
    Random random = new Random(11);
    List<Map.Entry<Payload, ParsedPayload>> deliveries = pastAndPresent(random);
    List<FlightReport> reports =
        deliveries.stream().flatMap(d -> d.getValue().reports().stream()).toList();
    deliveries.addAll(deliveries.subList(2, 7));
    for (int order = 0; order < 2; order++) {
      store = open();
      try (ExecutorService loaders = Executors.newFixedThreadPool(1 + order)) {
        List<Callable<Void>> loads = new ArrayList<>();
        for (Map.Entry<Payload, ParsedPayload> d : Samples.shuffled(random, deliveries)) {
          loads.add(
              () -> {
                deliver(store, d.getKey(), d.getValue());
                return null;
              });
        }
        for (Future<Void> load : loaders.invokeAll(loads)) {
          load.get();
        }
      }
      boolean whole = store.holding() == Holding.EVERYTHING;
      assertEquals(
          new TreeMap<>(Samples.merged(whole ? reports : History.current(reports))),
          scan(FIRST, LAST));
      Map<String, LineYear> lines = new TreeMap<>();
      store.scanLines(
          FIRST.getYear(), LAST.getYear(), line -> assertNull(lines.put(line.id(), line)));
      assertEquals(LineYear.of(History.past(reports), store.holding()), lines);
      assertEquals(whole, lines.isEmpty());
      List<LineYear> none = new ArrayList<>();
      store.scanLines(2009, 2009, none::add);
      assertEquals(List.of(), none);
    }
  }

  /** Days of two years of the past and of today, a flight twice a day among them. */
  private static List<Map.Entry<Payload, ParsedPayload>> pastAndPresent(Random random) {
    List<Map.Entry<Payload, ParsedPayload>> deliveries = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      Payload payload = Samples.payload(n);
      List<FlightReport> reports = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        LocalDate day =
            switch (random.nextInt(3)) {
              case 0 -> LocalDate.of(2008, 12, 31).minusDays(random.nextInt(5));
              case 1 -> LocalDate.of(2010, 1, 1).plusDays(random.nextInt(3));
              default -> LocalDate.of(2026, 11, 23);
            };
        FlightId id =
            new FlightId(
                new FlightNumber("LH", 1 + random.nextInt(3), random.nextInt(4) == 0 ? "A" : ""),
                "FRA",
                random.nextBoolean() ? "JFK" : "MUC",
                day.atTime(random.nextInt(24), 5));
        reports.add(Samples.report(random, id, payload));
      }
      deliveries.add(Map.entry(payload, Samples.flights(reports)));
    }
    return deliveries;
  }

  @Test
  void loadersThatRunSideBySideLoseNothing() throws Exception {
    Random random = new Random(4);
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(random, 24, 6, 4);
    try (ExecutorService loaders = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> loads = new ArrayList<>();
      for (Map.Entry<Payload, ParsedPayload> d : Samples.shuffled(random, story)) {
        loads.add(
            () -> {
              deliver(store, d.getKey(), d.getValue());
              return null;
            });
      }
      for (Future<Void> load : loaders.invokeAll(loads)) {
        load.get();
      }
    }
    assertEquals(expected(story), scan(FIRST, LAST));
  }

  @Test
  void aLoadThatDiedHalfwayIsMadeWholeByTheNextDelivery() {
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(new Random(5), 6, 8, 12);
    for (Map.Entry<Payload, ParsedPayload> d : story) {
      List<FlightReport> all = d.getValue().reports();
      store.apply(d.getKey(), Samples.flights(all.subList(0, all.size() / 2)));
      store.apply(d.getKey(), d.getValue());
    }
    assertEquals(expected(story), scan(FIRST, LAST));
  }

  @Test
  void anUnchangedAnswerMakesItsFactsFresher() {
    Payload first = Samples.payload(1);
    Payload again = Samples.seenAgain(first, Samples.MOMENT.plusSeconds(7200));
    store.apply(again, Samples.flights(List.of(Samples.full(Samples.lh400(), again))));
    store.apply(first, Samples.flights(List.of(Samples.full(Samples.lh400(), first))));
    assertEquals(
        again.seenAt(), store.find(List.of(Samples.lh400())).get(Samples.lh400()).seenAt());
  }

  @Test
  void theLedgerKnowsWhatWasLoadedAndNothingElse() {
    Payload payload = Samples.payload(1);
    assertEquals(Optional.empty(), facts(store).loadedAt(payload.key().id()));
    assertEquals(0, facts(store).count().flights());
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    assertTrue(facts(store).loadedAt(payload.key().id()).isPresent());
    assertEquals(Optional.empty(), facts(store).loadedAt(Samples.payload(2).key().id()));
    assertEquals(1, facts(store).count().flights());
    assertEquals(1, facts(store).count().payloads());
  }

  @Test
  void aPayloadThatSaysNothingIsLoadedToo() {
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(List.of()));
    assertTrue(facts(store).loadedAt(payload.key().id()).isPresent());
  }

  @Test
  void theDigestShowsOneChangedFact() {
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    List<FlightDigest.Day> before = digest();
    Payload later = Samples.payload(2);
    store.apply(later, Samples.flights(List.of(Samples.bare(Samples.lh400(), later))));
    assertNotEquals(before, digest());
    assertEquals(1, digest().size());
    assertEquals(1, digest().getFirst().count());
  }

  @Test
  void referenceDataKeepsItsNewestVersion() {
    Payload old = Samples.payload(1);
    Payload young = Samples.payload(2);
    store.apply(young, Samples.references(items("new")));
    store.apply(old, Samples.references(items("old")));
    store.apply(young, Samples.references(items("new")));
    assumeTrue(!kinds().isEmpty(), store.name() + " keeps no reference data");
    for (Reference item : items("new")) {
      if (kinds().contains(item.kind())) {
        assertEquals(Optional.of("new"), englishName(store, item.kind(), item.code()), item.kind());
        assertEquals(Optional.empty(), englishName(store, item.kind(), "ZZ9"), item.kind());
      }
    }
  }

  private static Reference[] items(String name) {
    SortedMap<String, String> names = new TreeMap<>(Map.of("EN", name, "DE", "Ä " + name));
    return new Reference[] {
      new Reference.Country("DE", names),
      new Reference.City(
          "FRA",
          Optional.of("DE"),
          names,
          Optional.of("+01:00"),
          Optional.of("Europe/Berlin"),
          List.of("FRA", "HHN")),
      new Reference.Airport(
          "FRA",
          Optional.of("FRA"),
          Optional.of("DE"),
          Optional.of(50.03),
          Optional.of(8.57),
          Optional.of("Airport"),
          names,
          Optional.of("+01:00"),
          Optional.of("Europe/Berlin")),
      new Reference.Airline("LH", Optional.empty(), names),
      new Reference.Aircraft("32N", Optional.of("A20N"), names)
    };
  }

  private static SortedMap<FlightId, Flight> expected(
      List<Map.Entry<Payload, ParsedPayload>> story) {
    return new TreeMap<>(
        Samples.merged(story.stream().flatMap(d -> d.getValue().reports().stream()).toList()));
  }

  private SortedMap<FlightId, Flight> scan(LocalDate from, LocalDate to) {
    SortedMap<FlightId, Flight> flights = new TreeMap<>();
    store.scan(
        from, to, f -> assertEquals(null, flights.put(f.id(), f), "handed over twice: " + f.id()));
    return flights;
  }

  private List<FlightDigest.Day> digest() {
    FlightDigest digest = new FlightDigest();
    store.scan(FIRST, LAST, digest::add);
    return digest.days();
  }
}
