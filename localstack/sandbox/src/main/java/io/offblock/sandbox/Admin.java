package io.offblock.sandbox;

import io.offblock.sandbox.api.Answer;
import io.offblock.sandbox.api.Call;
import io.offblock.sandbox.api.Faults;
import io.offblock.sandbox.api.Gate;
import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the sandbox tells about itself and lets be changed, beside the API: the truth, the calls,
 * the limits, the faults.
 */
final class Admin {
  private final World world;
  private final SandboxClock clock;
  private final Gate gate;
  private final CallCount calls;
  private final Supplier<Faults> faults;
  private final Consumer<Faults> setFaults;
  private final Instant since;

  Admin(
      World world,
      SandboxClock clock,
      Gate gate,
      CallCount calls,
      Supplier<Faults> faults,
      Consumer<Faults> setFaults) {
    this.world = world;
    this.clock = clock;
    this.gate = gate;
    this.calls = calls;
    this.faults = faults;
    this.setFaults = setFaults;
    this.since = clock.instant();
  }

  Answer answer(Call call, String prefix) {
    return switch (call.method() + " " + call.path().substring(prefix.length())) {
      case "GET health" ->
          json(
              200,
              new JsonObject().put("status", "up").put("now", clock.instant()).put("since", since));
      case "GET truth" -> truth(call);
      case "GET past" -> past(call);
      case "GET calls" -> json(200, calls.json());
      case "GET faults" -> json(200, faults.get().json());
      case "GET limits" -> json(200, limits());
      case "PUT limits" -> limit(call);
      case "PUT faults" -> put(call);
      case "DELETE faults" -> {
        setFaults.accept(Faults.NONE);
        yield json(200, Faults.NONE.json());
      }
      default ->
          json(
              404,
              error(
                  "No such admin resource; there are GET health, truth, past, calls, limits, faults, PUT limits, faults and DELETE faults below "
                      + prefix));
    };
  }

  private Answer put(Call call) {
    try {
      setFaults.accept(Faults.of(new JsonObject(call.body())));
      return json(200, faults.get().json());
    } catch (DecodeException | IllegalArgumentException e) {
      return json(400, error(e.getMessage()));
    }
  }

  private JsonObject limits() {
    return new JsonObject().put("quota", gate.limits().quota()).put("qps", gate.limits().rate());
  }

  /** What is not named stays as it is. */
  private Answer limit(Call call) {
    try {
      var wanted = new JsonObject(call.body());
      gate.limit(
          wanted.getInteger("quota", gate.limits().quota()),
          wanted.getDouble("qps", gate.limits().rate()));
      return json(200, limits());
    } catch (DecodeException | IllegalArgumentException e) {
      return json(400, error(e.getMessage()));
    } catch (ClassCastException e) {
      return json(400, error("quota and qps are numbers."));
    }
  }

  private Answer truth(Call call) {
    Instant at;
    try {
      String asked = call.parameters().get("at");
      at = asked == null ? clock.instant() : Instant.parse(asked);
    } catch (DateTimeParseException e) {
      return json(400, error("Parameter at is not an instant; example: 2026-11-24T08:00:00Z."));
    }
    int now = Minutes.of(at);
    var airborne = new JsonArray();
    world.airborne(now).forEach(flight -> airborne.add(flight(flight, now)));
    int midnight = Math.floorDiv(now, Minutes.DAY) * Minutes.DAY;
    int today = 0;
    int cancelled = 0;
    int departed = 0;
    int landed = 0;
    int diverted = 0;
    for (var flight : world.departing(midnight, midnight + Minutes.DAY)) {
      if (flight.visibleAt(now)) {
        today++;
        cancelled += flight.cancelled() && flight.cancelledAt() <= now ? 1 : 0;
        departed += !flight.cancelled() && flight.off() <= now ? 1 : 0;
        landed += !flight.cancelled() && flight.on() <= now ? 1 : 0;
        diverted += flight.diverted() ? 1 : 0;
      }
    }
    return json(
        200,
        new JsonObject()
            .put("at", at)
            .put(
                "counts",
                new JsonObject()
                    .put("airborne", airborne.size())
                    .put("today", today)
                    .put("departed", departed)
                    .put("landed", landed)
                    .put("cancelled", cancelled)
                    .put("divertedLegs", diverted))
            .put("airborne", airborne));
  }

  /**
   * One day's flights as a training extract writes them, with what has come of them by now: what an
   * airline would know of its own past.
   */
  private Answer past(Call call) {
    int first;
    try {
      first = Minutes.of(Instant.parse(call.parameters().get("day") + "T00:00:00Z"));
    } catch (DateTimeParseException e) {
      return json(400, error("Parameter day is no date; example: 2026-11-24."));
    }
    int now = Minutes.of(clock.instant());
    StringBuilder lines = new StringBuilder();
    for (Flight flight : world.departing(first, first + Minutes.DAY)) {
      if (flight.visibleAt(now)) {
        lines.append(PastFlight.line(flight, now)).append('\n');
      }
    }
    return new Answer(200, lines.toString(), Map.of("Content-Type", "text/csv"));
  }

  /** The parts of a flight's identity, and what is true of it. */
  private static JsonObject flight(Flight flight, int now) {
    var leg = flight.leg();
    String local = Minutes.text(flight.origin().local(flight.scheduledOff()));
    return new JsonObject()
        .put(
            "id",
            String.join(
                "-",
                leg.airline().iata(),
                Integer.toString(leg.number()),
                flight.origin().iata(),
                flight.destination().iata(),
                local.replace("-", "").replace(":", "")))
        .put("carrier", leg.airline().iata())
        .put("number", leg.number())
        .put("suffix", "")
        .put("origin", flight.origin().iata())
        .put("destination", flight.destination().iata())
        .put("scheduledDeparture", local)
        .put("off", Minutes.instant(flight.off()))
        .put("on", Minutes.instant(flight.on()))
        .put("status", flight.at(now).status().name())
        .put("cargo", leg.cargo())
        .put("type", leg.type().iata())
        .put("registration", flight.registration());
  }

  private static JsonObject error(String text) {
    return new JsonObject().put("error", text);
  }

  private static Answer json(int status, JsonObject body) {
    return new Answer(status, body.encode(), Map.of("Content-Type", "application/json"));
  }
}
