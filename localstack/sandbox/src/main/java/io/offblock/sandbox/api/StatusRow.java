package io.offblock.sandbox.api;

import static io.offblock.sandbox.world.Minutes.NONE;

import io.offblock.sandbox.world.Airport;
import io.offblock.sandbox.world.FlightView;
import io.offblock.sandbox.world.FlightView.Status;
import io.offblock.sandbox.world.FlightView.TimeStatus;
import io.offblock.sandbox.world.Leg;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.Stand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** One flight as the two operations resources write it: the same facts in two shapes. */
enum StatusRow {
  /** {@code operations/flightstatus}: UTC and registration, one marketing carrier. */
  FLIGHTSTATUS("FlightStatusResource") {
    @Override
    JsonObject of(FlightView view) {
      var flight = view.flight();
      var leg = flight.leg();
      return new JsonObject()
          .put(
              "Departure",
              side(
                  flight.origin(),
                  flight.scheduledOff(),
                  view.estimatedOff(),
                  view.actualOff(),
                  view.departureStatus(),
                  view.departure()))
          .put(
              "Arrival",
              side(
                  flight.destination(),
                  flight.scheduledOn(),
                  view.estimatedOn(),
                  view.actualOn(),
                  view.arrivalStatus(),
                  view.arrival()))
          .put("MarketingCarrier", carrier(marketing(leg)))
          .put("OperatingCarrier", carrier(leg.flightNumber()))
          .put("Equipment", equipment(view))
          .put("FlightStatus", coded(view.status().name(), "Definition", view.status().words()))
          .put("ServiceType", leg.cargo() ? "Cargo" : "Passenger");
    }

    private JsonObject side(
        Airport airport, int scheduled, int estimated, int actual, TimeStatus status, Stand stand) {
      var side = new JsonObject().put("AirportCode", airport.iata());
      time(side, "Scheduled", airport, scheduled);
      time(side, "Estimated", airport, estimated);
      time(side, "Actual", airport, actual);
      side.put("TimeStatus", coded(status.name(), "Definition", status.words()));
      return terminal(side, stand);
    }

    private void time(JsonObject side, String kind, Airport airport, int utc) {
      if (utc != NONE) {
        side.put(
            kind + "TimeLocal", new JsonObject().put("DateTime", Minutes.text(airport.local(utc))));
        side.put(kind + "TimeUTC", new JsonObject().put("DateTime", Minutes.text(utc) + "Z"));
      }
    }

    private JsonObject equipment(FlightView view) {
      var equipment = new JsonObject().put("AircraftCode", view.flight().leg().type().iata());
      return view.registration().isEmpty()
          ? equipment
          : equipment.put("AircraftRegistration", view.registration());
    }
  },

  /**
   * {@code operations/customerflightinformation}: local times and every codeshare, no registration.
   */
  CUSTOMER("FlightInformation") {
    @Override
    JsonObject of(FlightView view) {
      var flight = view.flight();
      boolean cancelled = view.status() == Status.CD;
      boolean departed = view.actualOff() != NONE;
      boolean landed = view.actualOn() != NONE;
      var late = view.status() == Status.DV ? TimeStatus.OT : view.departureStatus();
      var lateThere = view.status() == Status.DV ? TimeStatus.OT : view.arrivalStatus();
      var row =
          new JsonObject()
              .put(
                  "Departure",
                  side(
                      flight.origin(),
                      flight.scheduledOff(),
                      departed ? NONE : view.estimatedOff(),
                      view.actualOff(),
                      cancelled
                          ? NO_STATUS
                          : departed ? status("DP", "Flight Departed") : timed(late),
                      view.departure()))
              .put(
                  "Arrival",
                  side(
                      flight.destination(),
                      flight.scheduledOn(),
                      view.estimatedOn(),
                      view.actualOn(),
                      cancelled
                          ? NO_STATUS
                          : landed ? status("LD", "Flight Landed") : timed(lateThere),
                      view.arrival()));
      var codeshares = flight.leg().codeshares();
      if (!codeshares.isEmpty()) {
        row.put(
            "MarketingCarrierList",
            new JsonObject()
                .put(
                    "MarketingCarrier",
                    Page.collapsed(codeshares.stream().map(StatusRow::carrier).toList())));
      }
      return row.put("OperatingCarrier", carrier(flight.leg().flightNumber()))
          .put("Equipment", new JsonObject().put("AircraftCode", flight.leg().type().iata()))
          .put(
              "Status",
              switch (view.status()) {
                case CD, DV, LD -> status(view.status().name(), view.status().words());
                case NA, DP -> timed(lateThere);
              });
    }

    private JsonObject side(
        Airport airport, int scheduled, int estimated, int actual, JsonObject status, Stand stand) {
      var side = new JsonObject().put("AirportCode", airport.iata());
      time(side, "Scheduled", airport, scheduled);
      time(side, "Estimated", airport, estimated);
      time(side, "Actual", airport, actual);
      return terminal(side, stand).put("Status", status.copy());
    }

    private void time(JsonObject side, String kind, Airport airport, int utc) {
      if (utc != NONE) {
        String text = Minutes.text(airport.local(utc));
        side.put(
            kind,
            new JsonObject().put("Date", text.substring(0, 10)).put("Time", text.substring(11)));
      }
    }

    private JsonObject timed(TimeStatus status) {
      return status(status.name(), status.words());
    }
  };

  private static final JsonObject NO_STATUS = status("NO", "No Status");

  /** Carriers whose flights are sold under the first partner's number. */
  private static final Set<String> FEEDERS = Set.of("CL", "EN", "VL");

  private final String root;

  StatusRow(String root) {
    this.root = root;
  }

  abstract JsonObject of(FlightView view);

  /** The whole answer: the rows, collapsed if one, and the Meta block. */
  JsonObject resource(List<JsonObject> rows, JsonArray links, Integer total) {
    var meta = new JsonObject().put("@Version", "1.0.0").put("Link", links);
    if (total != null) {
      meta.put("TotalCount", total);
    }
    return new JsonObject()
        .put(
            root,
            new JsonObject()
                .put("Flights", new JsonObject().put("Flight", Page.collapsed(rows)))
                .put("Meta", meta));
  }

  static Leg.FlightNumber marketing(Leg leg) {
    boolean feeder = FEEDERS.contains(leg.airline().iata()) && !leg.codeshares().isEmpty();
    return feeder ? leg.codeshares().getFirst() : leg.flightNumber();
  }

  private static JsonObject carrier(Leg.FlightNumber number) {
    return new JsonObject().put("AirlineID", number.airline()).put("FlightNumber", number.padded());
  }

  private static JsonObject terminal(JsonObject side, Stand stand) {
    if (stand.unknown()) {
      return side;
    }
    var terminal = new JsonObject();
    if (!stand.terminal().isEmpty()) {
      terminal.put("Name", stand.terminal());
    }
    if (!stand.gate().isEmpty()) {
      terminal.put("Gate", stand.gate());
    }
    return side.put("Terminal", terminal);
  }

  private static JsonObject status(String code, String description) {
    return coded(code, "Description", description);
  }

  private static JsonObject coded(String code, String words, String text) {
    return new JsonObject().put("Code", code).put(words, text);
  }
}
