package io.offblock.postgres;

import io.offblock.airport.Airports;
import io.offblock.alert.Change;
import io.offblock.alert.Conditions;
import io.offblock.alert.FlightStory;
import io.offblock.answer.FlightJson;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.history.History;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds the rules against the flights of which something was told since the last look. Taking the
 * news and making the deliveries is one transaction: where it fails, both did not happen. A
 * delivery's id follows from rule, flight and change, so that looking twice makes it once.
 */
final class AlertWatch {
  /**
   * Days after its scheduled one in which something fires for a flight: what is told of it later is
   * history ({@link History#DAYS}), and a payload may wait in the queues for a fortnight. Whoever
   * replays older ones asks for no alerts.
   */
  static final int FIRING_DAYS = History.DAYS + 15;

  private static final int ROWS = 2000;
  private static final int STORIES = 250;

  private final PostgresSession session;
  private final InstantSource clock;
  private final FlightJson json;

  AlertWatch(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.clock = clock;
    json = new FlightJson(airports, clock);
  }

  /**
   * How a look went.
   *
   * @param flights that were looked at
   * @param fired deliveries that were made
   * @param more whether news are left
   */
  record Look(int flights, int fired, boolean more) {}

  /** One transaction's worth of news. */
  Look look() {
    return session.write(
        "holding rules against news",
        connection -> {
          AlertNews.Taken news = AlertNews.take(connection, ROWS);
          Set<FlightId> flights = firing(news.flights());
          int fired = 0;
          if (!flights.isEmpty()) {
            fired = hold(connection, AlertRules.enabled(connection), flights);
          }
          return new Look(flights.size(), fired, news.rows() == ROWS);
        });
  }

  /** Those for which something may fire: what fired for others may be forgotten by now. */
  private Set<FlightId> firing(Set<FlightId> flights) {
    LocalDate first = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(FIRING_DAYS);
    return flights.stream()
        .filter(flight -> !flight.day().isBefore(first))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private int hold(Connection connection, List<AlertRule> rules, Set<FlightId> flights)
      throws SQLException {
    Map<AlertRule, Conditions> conditions = new java.util.LinkedHashMap<>();
    Map<AlertRule, Set<FlightId>> concerned = new java.util.HashMap<>();
    Set<FlightId> all = new TreeSet<>();
    for (AlertRule rule : rules) {
      Conditions asked = AlertQuestion.conditions(connection, rule.conditions());
      Set<FlightId> some = new HashSet<>(AlertNews.concerned(connection, asked, flights));
      conditions.put(rule, asked);
      concerned.put(rule, some);
      all.addAll(some);
    }
    int fired = 0;
    List<FlightId> ids = List.copyOf(all);
    Instant now = clock.instant();
    for (int from = 0; from < ids.size(); from += STORIES) {
      List<FlightId> some = ids.subList(from, Math.min(ids.size(), from + STORIES));
      Map<FlightId, FlightStory> stories = FlightStories.of(connection, some);
      List<Fire> fires = new ArrayList<>();
      conditions.forEach(
          (rule, asked) ->
              stories.forEach(
                  (id, story) -> {
                    if (concerned.get(rule).contains(id)) {
                      asked
                          .changes(story, rule.since(), now)
                          .forEach(change -> fires.add(new Fire(rule, id, change)));
                    }
                  }));
      fired += fire(connection, fires, now);
    }
    return fired;
  }

  private record Fire(AlertRule rule, FlightId flight, Change change) {
    String message() {
      return change.message(rule.id(), flight.toString());
    }
  }

  private int fire(Connection connection, List<Fire> fires, Instant now) throws SQLException {
    Set<String> already = already(connection, fires);
    List<Fire> fresh = fires.stream().filter(f -> !already.contains(f.message())).toList();
    if (fresh.isEmpty()) {
      return 0;
    }
    Map<String, Flight> flights =
        PostgresFlightStore.flights(
            connection, fresh.stream().map(f -> f.flight().toString()).distinct().toList());
    int made = 0;
    for (Fire fire : fresh) {
      Flight flight = flights.get(fire.flight().toString());
      if (flight != null) {
        AlertMessage message =
            AlertMessage.of(
                fire.message(), fire.rule(), fire.flight(), fire.change(), json.of(flight), now);
        made += AlertDeliveries.insert(connection, message, now, now) ? 1 : 0;
      }
    }
    return made;
  }

  private static Set<String> already(Connection connection, Collection<Fire> fires)
      throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("fired-already"))) {
      statement.setArray(
          1, connection.createArrayOf("text", fires.stream().map(Fire::message).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
    }
    return found;
  }
}
