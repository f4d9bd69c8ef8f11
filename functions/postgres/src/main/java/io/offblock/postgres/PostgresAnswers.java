package io.offblock.postgres;

import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import java.time.InstantSource;

/** All that PostgreSQL answers of flights. */
final class PostgresAnswers {
  private PostgresAnswers() {}

  static Router of(PostgresSession session, Airports airports, InstantSource clock) {
    FlightAnswers flights = new FlightAnswers(session, airports, clock);
    Router router = flights.on(Router.of());
    router = new ForecastAnswers(session, flights, clock).on(router);
    router = new AirborneAnswer(session, airports, clock).on(router);
    router = new AirportAnswers(session, airports, clock).on(router);
    router = new DelayIndexAnswer(session, airports, clock).on(router);
    router = new StatisticsAnswers(session, airports, clock).on(router);
    router = new DisruptionAnswer(session, airports, clock).on(router);
    return new AirlineAnswers(session).on(router);
  }
}
