package io.offblock.sandbox;

import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.Minutes;

/** A flight as a line of a training extract: the form is that of the model's own extracts. */
final class PastFlight {
  private PastFlight() {}

  /** What is known of it at a moment, without what has not happened by then. */
  static String line(Flight f, int now) {
    var leg = f.leg();
    String local = Minutes.text(f.origin().local(f.scheduledOff()));
    String id =
        String.join(
            "-",
            leg.airline().iata(),
            Integer.toString(leg.number()),
            f.origin().iata(),
            f.destination().iata(),
            local.replace("-", "").replace(":", ""));
    boolean cancelled = f.cancelled() && f.cancelledAt() <= now;
    boolean flies = !f.cancelled();
    return String.join(
        ",",
        id,
        leg.airline().iata(),
        Integer.toString(leg.number()),
        f.origin().iata(),
        f.destination().iata(),
        f.registration() == null ? "" : f.registration(),
        leg.type().iata(),
        moment(f.scheduledOff()),
        moment(f.scheduledOn()),
        flies && f.off() <= now ? moment(f.off()) : "",
        flies && f.on() <= now ? moment(f.on()) : "",
        cancelled ? "1" : "0",
        "0");
  }

  private static String moment(int minutes) {
    return Minutes.instant(minutes).toString().replace(":00Z", "Z");
  }
}
