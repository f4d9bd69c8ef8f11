package io.offblock.learning;

import io.offblock.airline.Designators;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.forecast.DelayForecast;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Forecast;
import io.offblock.model.network.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the forecast of a flight to come would be if something were otherwise: its aircraft left the
 * stand before late, another aircraft flew it, or its airport ran late. The world of now is changed
 * and asked again of the same moment, so that what differs is what was changed; nothing of it is
 * kept.
 */
final class WhatIf {
  /** So far back departures of an airport that runs late are moved. */
  private static final Duration RECENT = Duration.ofHours(3);

  /** How long before a flight its aircraft's leg before may have been scheduled. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private final LearningObjects objects;
  private final InstantSource clock;

  WhatIf(LearningObjects objects, InstantSource clock) {
    this.objects = Objects.requireNonNull(objects);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * Both forecasts, of the same moment.
   *
   * @param date local at the origin
   */
  Map<String, Object> of(FlightNumber number, LocalDate date, Given given) {
    Champion champion =
        Champion.of(objects)
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "no model has been trained yet", "Start a training: ./offblock train."));
    LiveFlights live = LiveFlights.of(objects, LiveFlights.EXTRACT);
    HistoricFlight flight = find(live, number, date);
    Instant now = clock.instant();
    boolean evening = inTheEvening(flight, now);
    Changed changed = changed(live, flight, given, now);
    Asked asked =
        new Asked(
            champion.model(objects), flight.id(), evening ? Optional.empty() : Optional.of(now));
    return Fields.none()
        .with("flight", flight.id())
        .with("asOf", (evening ? Horizon.D0.forecastAt(flight.scheduledOff()) : now).toString())
        .with("given", given.map())
        .with("forecast", asked.of(changed.world, changed.foretold))
        .with("without", asked.of(live, Optional.empty()))
        .maybe(
            "note",
            evening
                ? Optional.of(
                    "Both are the forecast of the evening before, which knows no aircraft and"
                        + " nothing of the day: what is given counts from %s."
                            .formatted(counts(flight)))
                : Optional.empty())
        .with("modelVersion", champion.version())
        .with("world", champion.world())
        .map();
  }

  /**
   * Whether the forecast of now is still that of the evening before.
   *
   * @throws Problem 409 where it is not forecast, not yet or no more
   */
  private static boolean inTheEvening(HistoricFlight flight, Instant now) {
    if (flight.cancelled()) {
      throw new Problem(
          409,
          "Cancelled",
          "%s is cancelled".formatted(flight.id()),
          "Ask of a flight that is still to leave: one that is cancelled has no delay.");
    }
    if (!flight.scheduledOff().isAfter(now) || flight.actualOff().isPresent()) {
      throw new Problem(
          409,
          "Too late",
          "%s has left or should have".formatted(flight.id()),
          "Ask of a flight that is still to leave.");
    }
    Instant counts = counts(flight);
    boolean evening = counts.isAfter(now);
    if (evening && Horizon.reached(flight.scheduledOff(), now).isEmpty()) {
      Instant told = Horizon.D0.forecastAt(flight.scheduledOff());
      throw new Problem(
          409,
          "Too early",
          "%s is not forecast yet".formatted(flight.id()),
          "Ask from %s; its aircraft and its airport count from %s."
              .formatted(told.isBefore(counts) ? told : counts, counts));
    }
    return evening;
  }

  /** From when on the forecast of a flight is made of its day: earlier, no network has learnt. */
  private static Instant counts(HistoricFlight flight) {
    return flight.scheduledOff().minus(FeatureStream.BETWEEN);
  }

  /** The flight of a number; one that was cancelled only where there is no other. */
  private static HistoricFlight find(LiveFlights live, FlightNumber number, LocalDate date) {
    String text = number.number() + number.suffix();
    Set<String> carriers = Designators.packaged().of(number.carrier());
    return live.known().stream()
        .filter(f -> carriers.contains(f.carrier()) && f.number().equals(text))
        .filter(
            f ->
                FlightId.parse(f.id())
                    .filter(id -> id.scheduledDeparture().toLocalDate().equals(date))
                    .isPresent())
        .max(
            Comparator.comparing((HistoricFlight f) -> !f.cancelled())
                .thenComparing(HistoricFlight::scheduledOff))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "%s of %s is not among the flights of now".formatted(number, date),
                    "Ask for the operating number of a flight of today or tomorrow, by the"
                        + " carrier's IATA designator; where it was harvested in the last ten"
                        + " minutes, ask again a little later."));
  }

  /**
   * The changed world.
   *
   * @param foretold id of the flight whose departure is taken as known, though it may be to come
   */
  private record Changed(LiveFlights world, Optional<String> foretold) {}

  private static Changed changed(
      LiveFlights live, HistoricFlight flight, Given given, Instant now) {
    HistoricFlight own = given.registration().map(r -> flownBy(live, flight, r)).orElse(flight);
    LiveFlights world = live.with(f -> f.id().equals(flight.id()) ? own : f);
    Optional<String> foretold = Optional.empty();
    if (given.inboundMinutesLate().isPresent()) {
      HistoricFlight inbound =
          inbound(live, own)
              .orElseThrow(
                  () ->
                      notKnown(
                          "no leg before of the aircraft of %s is known".formatted(flight.id()),
                          "Give a registration too, or leave inboundMinutesLate out."));
      Duration late = Duration.ofMinutes(given.inboundMinutesLate().get());
      HistoricFlight later = leaving(inbound, inbound.scheduledOff().plus(late));
      world = world.with(f -> f.id().equals(inbound.id()) ? later : f);
      foretold = Optional.of(inbound.id());
    }
    if (given.originMinutesLate().isPresent()) {
      Duration late = Duration.ofMinutes(given.originMinutesLate().get());
      Instant since = now.minus(RECENT);
      world =
          world.with(
              f ->
                  f.origin().equals(flight.origin())
                          && !f.cancelled()
                          && f.actualOff().filter(off -> off.isAfter(since)).isPresent()
                      ? leaving(f, f.actualOff().get().plus(late))
                      : f);
    }
    return new Changed(world, foretold);
  }

  /** The leg flown by an aircraft of this world, whichever way its registration is written. */
  private static HistoricFlight flownBy(LiveFlights live, HistoricFlight flight, String aircraft) {
    return live.known().stream()
        .flatMap(f -> f.registration().stream())
        .filter(r -> Given.dashless(r).equals(aircraft))
        .findFirst()
        .map(flight::flownBy)
        .orElseThrow(
            () ->
                notKnown(
                    "no flight of the aircraft %s is known".formatted(aircraft),
                    "Give the registration of an aircraft that flies these days, as the field"
                        + " registration of its flights has it, or leave registration out."));
  }

  private static Problem notKnown(String detail, String fix) {
    return new Problem(422, "Not known", detail, fix);
  }

  /** The aircraft's leg that ends where this one begins, the last before it. */
  private static Optional<HistoricFlight> inbound(LiveFlights live, HistoricFlight flight) {
    return live.known().stream()
        .filter(
            f ->
                flight.registration().isPresent() && f.registration().equals(flight.registration()))
        .filter(f -> !f.id().equals(flight.id()) && f.destination().equals(flight.origin()))
        .filter(f -> f.scheduledOff().isBefore(flight.scheduledOff()))
        .filter(f -> f.scheduledOff().isAfter(flight.scheduledOff().minus(LONGEST)))
        .max(Comparator.comparing(HistoricFlight::scheduledOff));
  }

  /**
   * It leaves then. Where it has left and arrived already, it arrived as much later than it did;
   * where nobody told when it left, its arrival is not known any more.
   */
  static HistoricFlight leaving(HistoricFlight f, Instant off) {
    Optional<Instant> on =
        f.actualOff()
            .flatMap(
                left -> f.actualOn().map(arrived -> arrived.plus(Duration.between(left, off))));
    return f.turnedOut(Optional.of(off), on, false, f.diverted());
  }

  /**
   * A model asked of a flight.
   *
   * @param now of which moment; empty where it is the evening before
   */
  private record Asked(DelayModel model, String id, Optional<Instant> now) {
    private Map<String, Object> of(LiveFlights world, Optional<String> foretold) {
      int i = world.find(id).orElseThrow();
      int[] known = foretold.flatMap(world::find).stream().mapToInt(f -> f).toArray();
      Rows rows =
          now.map(at -> model.rowsAt(world.flights(), at, new int[] {i}, known))
              .orElseGet(() -> model.rows(world.flights(), EnumSet.of(Horizon.D0), f -> f == i));
      Forecast forecast = model.forecast(rows, 0, world.flights().localDay(i), true);
      return Fields.none()
          .with("probability", Forecasting.rounded(forecast.probability(), 4))
          .with(
              "minutes",
              Fields.none()
                  .with("p10", Forecasting.rounded(forecast.minutes10(), 1))
                  .with("p50", Forecasting.rounded(forecast.minutes50(), 1))
                  .with("p90", Forecasting.rounded(forecast.minutes90(), 1))
                  .map())
          .with("reasons", forecast.reasons().stream().map(WhatIf::reason).toList())
          .map();
    }
  }

  private static Map<String, Object> reason(Forecast.Reason r) {
    DelayForecast.Reason told =
        new DelayForecast.Reason(
            r.group(), Forecasting.rounded(r.points(), 1), Forecasting.rounded(r.minutes(), 1));
    return Fields.none()
        .with("group", told.group())
        .with("points", told.points())
        .with("minutes", told.minutes())
        .with("words", told.words())
        .map();
  }
}
