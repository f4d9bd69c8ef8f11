package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreContract;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PostgresFlightStoreTest extends FlightStoreContract {
  private static final PostgresSession SESSION = Database.session();
  private static final Map<String, String> TABLES =
      Map.of(
          "countries",
          "country",
          "cities",
          "city",
          "airports",
          "airport",
          "airlines",
          "airline",
          "aircraft",
          "aircraft_type");

  @Override
  protected FlightStore open() {
    Database.empty();
    return new PostgresFlightStore(SESSION);
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return new PostgresFacts(SESSION, Clock.systemUTC());
  }

  @Override
  protected Optional<String> englishName(FlightStore store, String kind, String code) {
    return Optional.of(
            Database.query(
                "select names ->> 'EN' from " + TABLES.get(kind) + " where code = '" + code + "'"))
        .filter(name -> !name.isEmpty());
  }

  @Test
  void sessionsThatWriteTheSameFlightsAtOnceEndAsOneAfterTheOther() throws Exception {
    String before = Database.query("select sum(deadlocks) from pg_stat_database");
    for (int seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(random, 30, 12, 10);
      open();
      try (ExecutorService loaders = Executors.newFixedThreadPool(4)) {
        List<Callable<Void>> loads = new ArrayList<>();
        for (int loader = 0; loader < 4; loader++) {
          List<Map.Entry<Payload, ParsedPayload>> deliveries = Samples.shuffled(random, story);
          loads.add(
              () -> {
                try (PostgresSession own = Database.session()) {
                  PostgresFlightStore store = new PostgresFlightStore(own);
                  deliveries.forEach(d -> store.apply(d.getKey(), d.getValue()));
                }
                return null;
              });
        }
        for (Future<Void> load : loaders.invokeAll(loads)) {
          load.get();
        }
      }
      List<FlightDigest.Day> together = digest(new PostgresFlightStore(SESSION));
      String history = Database.told();
      FlightStore alone = open();
      story.forEach(d -> alone.apply(d.getKey(), d.getValue()));
      assertEquals(digest(alone), together, "seed " + seed);
      assertEquals(Database.told(), history, "seed " + seed);
    }
    assertEquals(
        before,
        Database.query("select sum(deadlocks) from pg_stat_database"),
        "locks are taken in one order");
  }

  @Test
  void aFlightCanBeToldAsItWasKnownAtAMoment() {
    FlightStore store = open();
    Random random = new Random(9);
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(random, 12, 6, 3);
    Samples.shuffled(random, story).forEach(d -> store.apply(d.getKey(), d.getValue()));
    for (int until = 0; until < story.size(); until++) {
      List<FlightReport> told =
          story.subList(0, until + 1).stream()
              .flatMap(d -> d.getValue().reports().stream())
              .toList();
      Map<FlightId, Flight> expected = Samples.merged(told);
      var moment = story.get(until).getKey().seenAt();
      for (FlightReport report : story.getLast().getValue().reports()) {
        assertEquals(
            Optional.ofNullable(expected.get(report.id())),
            SESSION.read("test", c -> Observations.asOf(c, report.id(), moment)));
      }
    }
  }

  @Test
  void whatDoesNotChangeIsNotWritten() {
    FlightStore store = open();
    Payload payload = Samples.payload(1);
    ParsedPayload said = Samples.flights(List.of(Samples.full(Samples.lh400(), payload)));
    for (int i = 0; i < 3; i++) {
      store.apply(payload, said);
    }
    assertEquals("1", Database.query("select revision from flight"));
    assertEquals("1", Database.query("select count(*) from observation"));
  }

  @Test
  void derivedColumnsFollowTheFacts() {
    FlightStore store = open();
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    assertEquals("LANDED", Database.query("select state from flight"));
    assertEquals("2026-11-24", Database.query("select day from flight"));
    assertEquals(
        "AC9101A,UA8842,LH400", Database.query("select array_to_string(numbers, ',') from flight"));
    assertEquals(
        "t",
        Database.query(
            "select departure_best_utc = departure_actual_utc and departure_due_utc = departure_scheduled_utc from flight"));
  }

  @Test
  void aConnectionThatTheServerClosedIsOpenedAgain() {
    FlightStore store = open();
    assertEquals(Map.of(), store.find(List.of(Samples.lh400())));
    Database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'offblock'");
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    Database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'offblock'");
    assertEquals(1, store.find(List.of(Samples.lh400())).size());
  }

  /** The server's own words for it, in the midst of a load's one transaction. */
  @Test
  void aServerWhoseDiskIsFullIsTriedAgainAndNothingIsHalfWritten() {
    FlightStore store = open();
    Payload payload = Samples.payload(1);
    ParsedPayload said = Samples.flights(List.of(Samples.full(Samples.lh400(), payload)));
    Database.execute(
        "create function full_disk() returns trigger language plpgsql as"
            + " 'begin raise exception using errcode = ''disk_full''; end';"
            + " create trigger full_disk before insert on observation for each statement"
            + " execute function full_disk()");
    try {
      assertThrows(StoreUnavailable.class, () -> store.apply(payload, said));
    } finally {
      Database.execute("drop trigger full_disk on observation; drop function full_disk()");
    }
    assertEquals(
        "0 0",
        Database.query("select count(*) || ' ' || (select count(*) from payload) from flight"));
    store.apply(payload, said);
    assertEquals(1, store.find(List.of(Samples.lh400())).size());
  }

  @Test
  void aServerThatIsAwayIsToBeTriedAgain() {
    try (PostgresSession nobody =
        new PostgresSession("jdbc:postgresql://127.0.0.1:9/none", "x", "secret")) {
      FlightStore store = new PostgresFlightStore(nobody);
      StoreUnavailable away =
          assertThrows(StoreUnavailable.class, () -> store.find(List.of(Samples.lh400())));
      assertTrue(!away.getMessage().contains("secret"), away.getMessage());
    }
  }

  private static List<FlightDigest.Day> digest(FlightStore store) {
    FlightDigest digest = new FlightDigest();
    store.scan(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1), digest::add);
    return digest.days();
  }
}
