package io.offblock.sandbox.api;

import static io.offblock.sandbox.world.Minutes.NONE;

import io.offblock.sandbox.world.Airport;
import io.offblock.sandbox.world.Airports;
import io.offblock.sandbox.world.FlightView.Status;
import io.offblock.sandbox.world.FlightView.TimeStatus;
import io.offblock.sandbox.world.Minutes;
import io.vertx.core.json.JsonObject;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A captured row of {@code customerflightinformation} as it stood at a moment: what happened later
 * is taken out again, and a flight under way keeps the arrival it was to have as its estimate.
 */
record RecordedRow(JsonObject row, Side departure, Side arrival, Status status) {

  /** One end of a flight; times are local minutes, NONE where there is none. */
  record Side(Airport airport, int scheduled, int estimated, int actual) {
    int best() {
      return actual != NONE ? actual : estimated != NONE ? estimated : scheduled;
    }

    private static Optional<Side> of(JsonObject json, Airports airports) {
      return airports
          .find(json.getString("AirportCode"))
          .filter(airport -> json.containsKey("Scheduled"))
          .map(
              airport ->
                  new Side(
                      airport,
                      time(json, "Scheduled"),
                      time(json, "Estimated"),
                      time(json, "Actual")));
    }

    private static int time(JsonObject json, String kind) {
      var time = json.getJsonObject(kind);
      return time == null
          ? NONE
          : Minutes.of(LocalDateTime.parse(time.getString("Date") + "T" + time.getString("Time")));
    }
  }

  /** The row as of a UTC minute; nothing if its places are not airports (trains, buses). */
  static Optional<RecordedRow> of(JsonObject row, Airports airports, int now) {
    var from = Side.of(row.getJsonObject("Departure"), airports);
    var to = Side.of(row.getJsonObject("Arrival"), airports);
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    var off = from.get();
    var on = to.get();
    String end = row.getJsonObject("Status").getString("Code");
    boolean departed = off.actual() != NONE && off.actual() <= off.airport().local(now);
    boolean landed = on.actual() != NONE && on.actual() <= on.airport().local(now);
    if (!landed && on.actual() != NONE) {
      on = new Side(on.airport(), on.scheduled(), departed ? on.actual() : NONE, NONE);
    }
    if (!departed && !landed) {
      off = new Side(off.airport(), off.scheduled(), NONE, NONE);
    }
    var status =
        switch (end) {
          case "CD" -> Status.CD;
          case "DV" -> Status.DV;
          default -> landed ? Status.LD : departed ? Status.DP : Status.NA;
        };
    return Optional.of(new RecordedRow(row, off, on, status));
  }

  /** Equal for two captured rows of one flight. */
  String identity() {
    return row.getJsonObject("OperatingCarrier").encode()
        + departure.airport().iata()
        + arrival.airport().iata()
        + departure.scheduled();
  }

  /** Written as {@code operations/flightstatus} would. */
  JsonObject flightstatus() {
    boolean untimed = status == Status.CD || status == Status.DV;
    var left = untimed ? TimeStatus.NO : TimeStatus.of(departure.best() - departure.scheduled());
    var came = untimed ? TimeStatus.NO : TimeStatus.of(arrival.best() - arrival.scheduled());
    var carrier = row.getJsonObject("OperatingCarrier").copy();
    String number = carrier.getString("FlightNumber", "0");
    carrier.put("FlightNumber", "0".repeat(Math.max(0, 3 - number.length())) + number);
    return new JsonObject()
        .put("Departure", side("Departure", departure, left))
        .put("Arrival", side("Arrival", arrival, came.after(left)))
        .put("MarketingCarrier", carrier.copy())
        .put("OperatingCarrier", carrier)
        .put("Equipment", row.getJsonObject("Equipment", new JsonObject()))
        .put(
            "FlightStatus",
            new JsonObject().put("Code", status.name()).put("Definition", status.words()))
        .put("ServiceType", "Passenger");
  }

  private JsonObject side(String name, Side side, TimeStatus status) {
    var json = new JsonObject().put("AirportCode", side.airport().iata());
    time(json, "Scheduled", side, side.scheduled());
    time(json, "Estimated", side, side.estimated());
    time(json, "Actual", side, side.actual());
    json.put(
        "TimeStatus",
        new JsonObject().put("Code", status.name()).put("Definition", status.words()));
    var terminal = row.getJsonObject(name).getJsonObject("Terminal");
    return terminal == null ? json : json.put("Terminal", terminal);
  }

  private static void time(JsonObject json, String kind, Side side, int local) {
    if (local != NONE) {
      int utc = Minutes.utc(local, side.airport().zone());
      json.put(kind + "TimeLocal", new JsonObject().put("DateTime", Minutes.text(local)));
      json.put(kind + "TimeUTC", new JsonObject().put("DateTime", Minutes.text(utc) + "Z"));
    }
  }

  /** Written as captured, without what is not known yet. */
  JsonObject customer() {
    if (status == Status.CD || status == Status.DV || status == Status.LD) {
      return row;
    }
    boolean departed = status == Status.DP;
    var left = TimeStatus.of(departure.best() - departure.scheduled());
    var came = TimeStatus.of(arrival.best() - arrival.scheduled()).after(left);
    var json = row.copy();
    var from = json.getJsonObject("Departure");
    var to = json.getJsonObject("Arrival");
    var planned = to.remove("Actual");
    to.remove("Estimated");
    if (departed && planned != null) {
      to.put("Estimated", planned);
    }
    if (!departed) {
      from.remove("Actual");
      from.remove("Estimated");
      from.put("Status", status(left));
    }
    to.put("Status", status(came));
    return json.put("Status", status(came));
  }

  private static JsonObject status(TimeStatus status) {
    return new JsonObject().put("Code", status.name()).put("Description", status.words());
  }
}
