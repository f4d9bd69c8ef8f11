package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** 100,000 flights, 10,000 of them in the air: no answer may read a whole table. */
class PlansTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @BeforeAll
  static void fill() {
    Database.empty();
    Database.execute("select open_months('{LH-1-FRA-MUC-20261114T0000}')");
    Database.execute(
        """
        insert into flight (id, revision, state, carrier, number, suffix, origin, destination, scheduled_departure,
          operation_at, operation_sha256, operation_payload,
          departure_scheduled_local, departure_scheduled_utc, departure_actual_local, departure_actual_utc,
          arrival_scheduled_local, arrival_scheduled_utc, arrival_estimated_local, arrival_estimated_utc,
          status, aircraft_type, registration, codeshares)
        select concat_ws('-', 'LH', n, o, d, to_char(t, 'YYYYMMDD"T"HH24MI')), 1,
          case when n <= 10000 then 'AIRBORNE' when t < '2026-11-24 12:00' then 'LANDED' else 'SCHEDULED' end,
          'LH', n, '', o, d, t,
          '2026-11-24 11:50Z', repeat('a', 64), 'lufthansa/x/2026/11/24/115000.000Z-aaaaaaaaaaaa',
          t, t at time zone 'UTC',
          case when n <= 10000 then t end, case when n <= 10000 then t at time zone 'UTC' end,
          t + interval '3 hours', (t + interval '3 hours') at time zone 'UTC',
          case when n <= 10000 then t + interval '185 minutes' end,
          case when n <= 10000 then (t + interval '185 minutes') at time zone 'UTC' end,
          case when n <= 10000 then 'DP' else 'NA' end, '32N', 'DAIZH', array['UA' || n]
        from (
          select n, (array['FRA','MUC','ZRH','VIE','JFK','LHR','CDG','MAD','FCO','OSL'])[1 + n % 10] as o,
            (array['MUC','FRA','VIE','ZRH','LHR','JFK','MAD','CDG','OSL','FCO'])[1 + n % 10] as d,
            case when n <= 10000 then timestamp '2026-11-24 09:30' + n % 140 * interval '1 minute'
              else date_trunc('minute', timestamp '2026-11-14 00:00' + n * interval '13 seconds') end as t
          from generate_series(1, 99999) as n) as s
        """);
    Database.execute(
        """
        insert into forecast (flight, made_at, horizon, model_version, world, probability, minutes10, minutes50, minutes90,
          reasons, payload)
        select id, scheduled_departure at time zone 'UTC' - interval '2 hours', horizon, 3, 'simulated', .2, -5, 5, 20,
          '[]', 'offblock/forecast/2h/2026/11/24/115000.000Z-aaaaaaaaaaaa'
        from flight, unnest(array['D0', '6h', '2h']) as horizon
        where scheduled_departure < '2026-11-24 12:00'
        """);
    Database.execute("vacuum analyze flight, forecast");
  }

  @Test
  void eachQuestionHasItsIndex() {
    Map<String, String> plans =
        Map.of(
            "flights-of-number", fill("flights-of-number", "'{LH17,UA17}'", "'2026-11-24'"),
            "flights",
                fill("flights", "'{LH-17-CDG-MAD-20261124T0947,LH-18-MAD-CDG-20261124T0948}'"),
            "departures", board("departures"),
            "arrivals", board("arrivals"),
            "delay-index",
                fill(
                    "delay-index",
                    "'FRA'",
                    "'Europe/Berlin'",
                    "'2026-11-23T23:00Z'",
                    "'2026-11-24T23:00Z'"),
            "disruption-counts", fill("disruption-counts", "'2026-11-24T12:00Z'", "null", "null"),
            "schedule", fill("schedule", "'FRA'", "'MUC'", "'2026-11-24'"),
            "in-the-air",
                fill(
                    "in-the-air",
                    "'2026-11-20T12:00Z'",
                    "'2026-11-20T12:00Z'",
                    "'2026-11-24T12:00Z'"),
            "flights-of-day", fill("flights-of-day", "'2026-11-20'"),
            "backtest", fill("backtest", "'2026-11-10T12:00Z'", "'2026-11-24T06:00Z'"));
    plans.forEach(
        (name, sql) -> {
          String plan = Database.query("explain (analyze, costs off, timing off) " + sql);
          assertFalse(
              plan.lines()
                  .anyMatch(
                      l ->
                          l.matches(".*Seq Scan on (flight|forecast).*")
                              && !l.contains("(never executed)")),
              name + "\n" + plan);
          System.out.println(
              "plan of "
                  + name
                  + ": "
                  + plan.lines().filter(l -> l.contains("Execution Time")).findFirst().orElse(""));
        });
    String few = Database.query("explain select * from airborne('2026-11-25T00:00:00Z')");
    assertTrue(few.contains("flight_2026_11_arrival_best_utc_idx"), few);
  }

  @Test
  void theMapOfTenThousandFlightsIsWhole() {
    try (PostgresSession session = Database.session()) {
      AirborneAnswer map = new AirborneAnswer(session, Airports.packaged(), () -> NOON);
      long best = Long.MAX_VALUE;
      int bytes = 0;
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        ApiAnswer answer = map.now();
        best = Math.min(best, System.nanoTime() - start);
        bytes = answer.body().length;
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains("\"count\":10000"));
      }
      System.out.printf(
          "map of 10,000 flights: best of 3 %.0f ms, %d kB%n", best / 1e6, bytes / 1000);
    }
  }

  private static String board(String name) {
    return fill(
        name,
        "'FRA'",
        "'2026-11-24T10:00Z'",
        "'2026-11-24T18:00Z'",
        "'2026-11-23T22:00Z'",
        "'epoch'",
        "''",
        "100");
  }

  private static String fill(String name, String... values) {
    String sql = Queries.named(name);
    for (String value : values) {
      sql = sql.replaceFirst("\\?", value);
    }
    return sql;
  }
}
