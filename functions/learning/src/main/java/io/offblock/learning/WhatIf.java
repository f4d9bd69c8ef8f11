package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.forecast.DelayForecast;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Forecast;
import io.offblock.model.network.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the forecast of a flight to come would be if something were otherwise: its aircraft left the
 * stand before late, another aircraft flew it, or its airport ran late. The world of now is changed
 * and asked again; nothing of it is kept.
 */
final class WhatIf {
  /** So far back departures of an airport that runs late are moved. */
  private static final Duration RECENT = Duration.ofHours(3);

  /** How long before a flight its aircraft's leg before may have been scheduled. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * What is otherwise; at least one is there.
   *
   * @param inboundMinutesLate the aircraft's leg before leaves so many minutes after schedule
   * @param originMinutesLate what left the origin in the last three hours left so many minutes
   *     later than it did
   * @param registration another aircraft flies it
   */
  record Given(
      Optional<Integer> inboundMinutesLate,
      Optional<Integer> originMinutesLate,
      Optional<String> registration) {
    private static final int MOST = 600;
    private static final ObjectMapper JSON = new ObjectMapper();

    Given {
      if (inboundMinutesLate.isEmpty() && originMinutesLate.isEmpty() && registration.isEmpty()) {
        throw Problem.badRequest(
            "nothing is given", "Give inboundMinutesLate, originMinutesLate or registration.");
      }
      for (Optional<Integer> minutes : List.of(inboundMinutesLate, originMinutesLate)) {
        if (minutes.filter(m -> m < 0 || m > MOST).isPresent()) {
          throw Problem.badRequest(
              "%d minutes late".formatted(minutes.get()), "Give 0 to %d minutes.".formatted(MOST));
        }
      }
    }

    /**
     * As the body of a request says.
     *
     * @throws Problem 400 where it is no JSON object, has a field that is not known, or one of
     *     another type
     */
    static Given of(String body) {
      JsonNode said;
      try {
        said = JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw wrong("the body is no JSON");
      }
      if (said == null || !said.isObject()) {
        throw wrong("the body is no JSON object");
      }
      for (Map.Entry<String, JsonNode> field : said.properties()) {
        boolean good =
            switch (field.getKey()) {
              case "inboundMinutesLate", "originMinutesLate" -> field.getValue().isInt();
              case "registration" ->
                  field.getValue().isTextual()
                      && field.getValue().asText().matches("[A-Z0-9-]{2,10}");
              default -> false;
            };
        if (!good) {
          String name = field.getKey();
          throw wrong(
              "the field %s is not understood"
                  .formatted(name.length() > 40 ? name.substring(0, 40) + "…" : name));
        }
      }
      return new Given(
          minutes(said.path("inboundMinutesLate")),
          minutes(said.path("originMinutesLate")),
          Optional.of(said.path("registration").asText()).filter(r -> !r.isEmpty()));
    }

    private static Optional<Integer> minutes(JsonNode node) {
      return node.isInt() ? Optional.of(node.asInt()) : Optional.empty();
    }

    private static Problem wrong(String detail) {
      return Problem.badRequest(
          detail,
          "Send a JSON object with inboundMinutesLate or originMinutesLate (whole minutes), or"
              + " registration (such as D-AIXX).");
    }

    private Map<String, Object> map() {
      return Fields.none()
          .maybe("inboundMinutesLate", inboundMinutesLate)
          .maybe("originMinutesLate", originMinutesLate)
          .maybe("registration", registration)
          .map();
    }
  }

  private final LearningObjects objects;
  private final InstantSource clock;

  WhatIf(LearningObjects objects, InstantSource clock) {
    this.objects = Objects.requireNonNull(objects);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * Both forecasts.
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
    if (!flight.scheduledOff().isAfter(now) || flight.actualOff().isPresent()) {
      throw new Problem(
          409,
          "Too late",
          "%s has left or should have".formatted(flight.id()),
          "Ask of a flight that is still to leave.");
    }
    DelayModel model = champion.model(objects);
    Changed changed = changed(live, flight, given, now);
    return Fields.none()
        .with("flight", flight.id())
        .with("asOf", changed.asOf.toString())
        .with("given", given.map())
        .with("forecast", forecast(model, changed.world, flight.id(), changed.asOf))
        .with("without", forecast(model, live, flight.id(), now))
        .with("modelVersion", champion.version())
        .with("world", champion.world())
        .map();
  }

  private static HistoricFlight find(LiveFlights live, FlightNumber number, LocalDate date) {
    String text = number.number() + number.suffix();
    return live.known().stream()
        .filter(f -> f.carrier().equals(number.carrier()) && f.number().equals(text))
        .filter(
            f ->
                FlightId.parse(f.id())
                    .filter(id -> id.scheduledDeparture().toLocalDate().equals(date))
                    .isPresent())
        .max(Comparator.comparing(HistoricFlight::scheduledOff))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "%s of %s is not among the flights of now".formatted(number, date),
                    "Ask for the operating number of a flight of today or tomorrow; where it was"
                        + " harvested in the last ten minutes, ask again a little later."));
  }

  /** The changed world, and the first moment at which the change can be known. */
  private record Changed(LiveFlights world, Instant asOf) {}

  private static Changed changed(
      LiveFlights live, HistoricFlight flight, Given given, Instant now) {
    HistoricFlight own = given.registration().map(flight::flownBy).orElse(flight);
    LiveFlights world = live.with(f -> f.id().equals(flight.id()) ? own : f);
    Instant asOf = now;
    if (given.inboundMinutesLate().isPresent()) {
      HistoricFlight inbound =
          inbound(live, own)
              .orElseThrow(
                  () ->
                      new Problem(
                          422,
                          "Not known",
                          "no leg before of the aircraft of %s is known".formatted(flight.id()),
                          "Give a registration too, or leave inboundMinutesLate out."));
      Duration late = Duration.ofMinutes(given.inboundMinutesLate().get());
      HistoricFlight later = moved(inbound, inbound.scheduledOff().plus(late), late);
      world = world.with(f -> f.id().equals(inbound.id()) ? later : f);
      asOf = latest(asOf, later.scheduledOff().plus(late).plus(Duration.ofMinutes(1)));
    }
    if (given.originMinutesLate().isPresent()) {
      Duration late = Duration.ofMinutes(given.originMinutesLate().get());
      Instant since = asOf.minus(RECENT);
      world =
          world.with(
              f ->
                  f.origin().equals(flight.origin())
                          && f.actualOff().filter(off -> off.isAfter(since)).isPresent()
                      ? moved(f, f.actualOff().get().plus(late), late)
                      : f);
    }
    Instant last = flight.scheduledOff().minus(Duration.ofMinutes(1));
    return new Changed(world, asOf.isAfter(last) ? last : asOf);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
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

  /** It left then; where it arrived already, it did so late by as much. */
  private static HistoricFlight moved(HistoricFlight f, Instant off, Duration late) {
    return f.turnedOut(
        Optional.of(off),
        f.actualOn().isPresent() ? f.scheduledOn().map(on -> on.plus(late)) : Optional.empty(),
        false,
        false);
  }

  private static Map<String, Object> forecast(
      DelayModel model, LiveFlights world, String id, Instant at) {
    int i = world.find(id).orElseThrow();
    Rows rows = model.rowsAt(world.flights(), at, new int[] {i});
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
