package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.flight.FlightId;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The partitions of the table {@code flight}. */
class MonthsTest {
  private static final String OF_MAY_1999 = "LH-1-FRA-MUC-19990501T0600";

  @BeforeEach
  @AfterEach
  void noMonthOf1999() {
    Database.empty();
    Database.execute(
        """
        do $$
        declare month text;
        begin
          for month in select relname from pg_class where relname ~ '^flight_1999_..$' loop
            execute format('drop table %I', month);
          end loop;
        end $$
        """);
  }

  @Test
  void aLoaderThatMeetsANewMonthOpensIt() {
    load(1, OF_MAY_1999, "LH-1-FRA-MUC-19990531T2359", "LH-1-FRA-MUC-19990601T0000");
    assertEquals("2", Database.query("select count(*) from flight_1999_05"));
    assertEquals("1", Database.query("select count(*) from flight_1999_06"));
    assertEquals("0", Database.query("select open_months('{" + OF_MAY_1999 + "}')"));
  }

  /** Its entries lay in a pending list until a vacuum, which every question of a number read. */
  @Test
  void aFlightJustWrittenIsFoundByItsNumbersWithoutAListThatWaits() {
    load(1, OF_MAY_1999);
    assertEquals(
        "{fastupdate=off}", Database.query(options("flight_1999_05")), "a month to come has it");
    assertEquals("{fastupdate=off}", Database.query(options("flight")));
  }

  private static String options(String table) {
    return """
    select reloptions from pg_class
    where relam = (select oid from pg_am where amname = 'gin')
      and oid in (select indexrelid from pg_index where indrelid = '%s'::regclass)
    """
        .formatted(table);
  }

  @Test
  void loadersThatMeetTheSameMonthsAtOnceAllSucceed() throws Exception {
    String before = Database.query("select sum(deadlocks) from pg_stat_database");
    try (ExecutorService loaders = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> loads = new ArrayList<>();
      for (int n = 0; n < 12; n++) {
        int number = n;
        loads.add(
            () -> {
              String[] ids = new String[12];
              for (int month = 0; month < 12; month++) {
                ids[month] =
                    "LH-%d-FRA-MUC-1999%02d10T0600".formatted(number, 1 + (month + number) % 12);
              }
              load(number, ids);
              return null;
            });
      }
      for (Future<Void> load : loaders.invokeAll(loads)) {
        load.get();
      }
    }
    assertEquals("144", Database.query("select count(*) from flight"));
    assertEquals(before, Database.query("select sum(deadlocks) from pg_stat_database"));
  }

  @Test
  void aFlightOfAMonthThatIsNotOpenIsRefusedAndNeverPutAside() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                Database.execute(
                    """
                    insert into flight (id, revision, state, carrier, number, suffix, origin, destination,
                      scheduled_departure)
                    values ('%s', 1, 'SCHEDULED', 'LH', 1, '', 'FRA', 'MUC', '1999-05-01 06:00')
                    """
                        .formatted(OF_MAY_1999)));
    assertTrue(refused.getCause().getMessage().contains("no partition"), refused.toString());
    assertEquals(
        "0",
        Database.query(
            "select count(*) from pg_partitioned_table where partrelid = 'flight'::regclass and partdefid <> 0"));
  }

  @Test
  void aRowWhosePartitionContradictsItsIdIsRefused() {
    Database.execute("select open_months('{" + OF_MAY_1999 + "}')");
    assertThrows(
        IllegalStateException.class,
        () ->
            Database.execute(
                """
                insert into flight (id, revision, state, carrier, number, suffix, origin, destination,
                  scheduled_departure)
                values ('%s', 1, 'SCHEDULED', 'LH', 1, '', 'FRA', 'MUC', '1999-05-02 06:00')
                """
                    .formatted(OF_MAY_1999)));
  }

  @Test
  void aMonthCanBeDetachedAndAttachedAndLateAnswersWaitForIt() {
    load(1, OF_MAY_1999);
    Database.execute("alter table flight detach partition flight_1999_05 concurrently");
    assertEquals("0", Database.query("select count(*) from flight"));
    StoreUnavailable late = assertThrows(StoreUnavailable.class, () -> load(2, OF_MAY_1999));
    assertTrue(late.getCause().getMessage().contains("1999-05 are detached"), late.toString());
    Database.execute(
        "alter table flight attach partition flight_1999_05 for values from ('1999-05-01') to ('1999-06-01')");
    load(2, OF_MAY_1999);
    assertEquals("2", Database.query("select revision from flight"));
  }

  @Test
  void questionsThatNameADayReadItsMonthAlone() {
    for (int month = 1; month <= 12; month++) {
      Database.execute("select open_months('{LH-1-FRA-MUC-1999%02d10T0600}')".formatted(month));
    }
    Map<String, String> questions =
        Map.of(
            "flights",
            "('{" + OF_MAY_1999 + "}')",
            "flights-of-day",
            "('1999-05-15')",
            "days",
            "('1999-05-01', '1999-05-31')",
            "flights-of-number",
            "('{LH1}', '1999-05-15')",
            "departures",
            board(),
            "arrivals",
            board());
    questions.forEach(
        (name, values) -> {
          String plan = generic(Queries.named(name), values);
          assertTrue(plan.contains("flight_1999_05"), name + "\n" + plan);
          assertFalse(plan.contains("flight_1999_04"), name + "\n" + plan);
          assertFalse(plan.contains("flight_1999_06"), name + "\n" + plan);
        });
    String map = generic("select * from airborne($1)", "('1999-05-15T12:00Z')");
    assertFalse(map.contains("flight_1999_04"), map);
  }

  @Test
  void theMigrationMovesTheFlightsThatAreThere() {
    Database.execute("drop database if exists earlier");
    Database.execute("create database earlier");
    String url = Database.URL.replaceFirst("/postgres\\?", "/earlier?");
    Flyway.configure(getClass().getClassLoader())
        .dataSource(url, Database.USER, "")
        .locations("classpath:sql/postgres")
        .target("3")
        .load()
        .migrate();
    String rows = "select count(*) || ' ' || sum(revision) || ' ' || max(day) from flight";
    Database.execute(
        url,
        """
        insert into flight (id, revision, state, carrier, number, suffix, origin, destination, scheduled_departure)
        select 'LH-' || n || '-FRA-MUC-' || to_char(t, 'YYYYMMDD"T"HH24MI'), n, 'SCHEDULED', 'LH', n, '', 'FRA', 'MUC', t
        from (select n, timestamp '2026-10-01' + n * interval '17 hours' as t from generate_series(1, 200) as n) as s
        """);
    String before = Database.query(url, rows);
    PostgresSchema.migrate(url, Database.USER, "");
    assertEquals(before, Database.query(url, rows));
    assertEquals(
        "5",
        Database.query(
            url,
            "select count(*) from pg_inherits where inhparent = 'flight'::regclass and (select relkind from pg_class where oid = inhrelid) = 'r'"));
  }

  private static String board() {
    return "('FRA', '1999-05-15T10:00Z', '1999-05-15T18:00Z', '1999-05-14T22:00Z', '-infinity', '', 100)";
  }

  /** The plan that serves all values: what it leaves out, it leaves out when it runs. */
  private static String generic(String sql, String values) {
    StringBuilder numbered = new StringBuilder();
    int n = 0;
    for (char c : sql.toCharArray()) {
      numbered.append(c == '?' ? "$" + ++n : String.valueOf(c));
    }
    return Database.last(
            "set plan_cache_mode = force_generic_plan",
            "prepare question as " + numbered,
            "explain (analyze, costs off, timing off, summary off) execute question" + values)
        .lines()
        .filter(line -> !line.contains("never executed"))
        .filter(line -> line.contains("flight_"))
        .collect(Collectors.joining("\n"));
  }

  private static void load(int n, String... ids) {
    Payload payload = Samples.payload(n);
    try (PostgresSession session = Database.session()) {
      new PostgresFlightStore(session)
          .apply(
              payload,
              Samples.flights(
                  List.of(ids).stream()
                      .map(id -> Samples.full(FlightId.parse(id).orElseThrow(), payload))
                      .toList()));
    }
  }
}
