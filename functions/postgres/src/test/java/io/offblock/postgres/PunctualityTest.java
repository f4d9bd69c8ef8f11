package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics against values computed by hand. Monday, 23 November 2026, and the day after. */
class PunctualityTest {
  /** Departure delays of LH from Frankfurt to Munich, 06:10 on the clock there. */
  private static final List<Integer> DELAYS = List.of(0, 5, 10, 15, 20, 30, -5, 60, 0, 14);

  @BeforeAll
  static void flights() {
    Database.empty();
    Database.execute("select open_months('{LH-1-FRA-MUC-20261123T0610}')");
    List<String> rows = new ArrayList<>();
    for (int n = 0; n < DELAYS.size(); n++) {
      rows.add(row("LH", n + 1, "FRA", "MUC", "2026-11-23 06:10", "LANDED", "321", DELAYS.get(n)));
    }
    rows.add(row("LH", 90, "FRA", "MUC", "2026-11-23 06:10", "CANCELLED", "321", 45));
    rows.add(row("LH", 91, "FRA", "MUC", "2026-11-23 06:10", "SCHEDULED", "321", null));
    rows.add(row("LH", 92, "FRA", "MUC", "2026-11-23 06:10", "AIRBORNE", "TRN", 99));
    rows.add(row("LH", 93, "FRA", "MUC", "2026-11-23 06:10", "LANDED", "321", null));
    rows.add(row("UA", 1, "JFK", "FRA", "2026-11-24 23:30", "LANDED", "772", 20));
    rows.add(row("UA", 2, "JFK", "FRA", "2026-11-25 23:30", "LANDED", "772", 20));
    Database.execute(
        """
        insert into flight (id, revision, state, carrier, number, suffix, origin, destination, scheduled_departure,
          operation_at, departure_scheduled_local, departure_scheduled_utc, departure_actual_local,
          departure_actual_utc, arrival_scheduled_local, arrival_scheduled_utc, arrival_actual_utc, aircraft_type)
        values
        """
            + String.join(",\n", rows));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          departure | route   | FRA-MUC | 12 1 0.0833 10 4 0.4000 0.1682 0.6873 14.90 1.30 28.50
          departure | carrier | LH      | 12 1 0.0833 10 4 0.4000 0.1682 0.6873 14.90 1.30 28.50
          departure | carrier | UA      | 1 0 0.0000 1 1 1.0000 0.2065 1.0000 20.00 - -
          departure | hour    | 6       | 12 1 0.0833 10 4 0.4000 0.1682 0.6873 14.90 1.30 28.50
          departure | hour    | 23      | 1 0 0.0000 1 1 1.0000 0.2065 1.0000 20.00 - -
          departure | weekday | 1       | 12 1 0.0833 10 4 0.4000 0.1682 0.6873 14.90 1.30 28.50
          departure | weekday | 2       | 1 0 0.0000 1 1 1.0000 0.2065 1.0000 20.00 - -
          departure | all     | ''      | 13 1 0.0769 11 5 0.4545 0.2127 0.7199 15.36 3.21 27.52
          arrival   | route   | JFK-FRA | 1 0 0.0000 1 0 0.0000 0.0000 0.7935 10.00 - -
          arrival   | hour    | 12      | 1 0 0.0000 1 0 0.0000 0.0000 0.7935 10.00 - -
          arrival   | weekday | 3       | 1 0 0.0000 1 0 0.0000 0.0000 0.7935 10.00 - -
          """)
  void eachGroupHasItsSampleSharesMeanAndIntervals(
      String side, String kind, String name, String expected) {
    assertEquals(
        expected,
        Database.query(
            """
            select concat_ws(' ', flights, cancelled, round(cancelled_share::numeric, 4), n, late,
              round(late_share::numeric, 4), round(late_low::numeric, 4), round(late_high::numeric, 4),
              round(mean_delay::numeric, 2), coalesce(round(mean_low::numeric, 2)::text, '-'),
              coalesce(round(mean_high::numeric, 2)::text, '-'))
            from punctuality('2026-11-23', '2026-11-24', '%s') where kind = '%s' and name = '%s'
            """
                .formatted(side, kind, name)));
  }

  @Test
  void everyFlightIsInOneGroupOfEachKind() {
    assertEquals(
        "all 13\ncarrier 13\nhour 13\nroute 13\nweekday 13",
        Database.query(
            "select kind || ' ' || sum(flights) from punctuality('2026-11-23', '2026-11-24') group by kind order by kind"));
    assertEquals(
        "0", Database.query("select flights from punctuality('1990-01-01', '1990-01-02')"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,0.0000 0.7935",
    "1,2,0.0945 0.9055",
    "5,5,0.5655 1.0000",
    "50,1000,0.0381 0.0653"
  })
  void wilsonsInterval(int k, int n, String expected) {
    assertEquals(
        expected,
        Database.query(
            "select round(low::numeric, 4) || ' ' || round(high::numeric, 4) from wilson(%d, %d)"
                .formatted(k, n)));
  }

  @ParameterizedTest
  @CsvSource({
    "1,12.706",
    "2,4.303",
    "3,3.182",
    "4,2.776",
    "5,2.570",
    "9,2.262",
    "29,2.045",
    "1000,1.962"
  })
  void studentsT(int freedom, String expected) {
    assertEquals(
        expected, Database.query("select round(student(%d)::numeric, 3)".formatted(freedom)));
  }

  /**
   * Frankfurt and Munich are an hour ahead of UTC; New York five behind, arriving at 12:30 there.
   */
  private static String row(
      String carrier,
      int number,
      String origin,
      String destination,
      String local,
      String state,
      String type,
      Integer delay) {
    String offset = origin.equals("JFK") ? "5 hours" : "-1 hour";
    String minutes = delay == null ? "null" : "interval '" + delay + " minutes'";
    String flown = origin.equals("JFK") ? "7 hours" : "1 hour";
    return """
        ('%1$s-%2$d-%3$s-%4$s-' || to_char(timestamp '%5$s', 'YYYYMMDD"T"HH24MI'), 1, '%6$s', '%1$s', %2$d, '', '%3$s',
          '%4$s', '%5$s', now(), '%5$s', (timestamp '%5$s' + interval '%7$s') at time zone 'UTC', timestamp '%5$s' + %8$s,
          (timestamp '%5$s' + interval '%7$s' + %8$s) at time zone 'UTC',
          timestamp '%5$s' + interval '%9$s' + case when '%3$s' = 'JFK' then interval '6 hours' else '0' end,
          (timestamp '%5$s' + interval '%7$s' + interval '%9$s') at time zone 'UTC',
          (timestamp '%5$s' + interval '%7$s' + interval '%9$s' + %8$s - interval '10 minutes') at time zone 'UTC', '%10$s')
        """
        .formatted(
            carrier, number, origin, destination, local, state, offset, minutes, flown, type);
  }
}
