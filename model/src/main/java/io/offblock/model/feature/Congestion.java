package io.offblock.model.feature;

/**
 * How it runs at the moment of the forecast: delays of the last hours, flights that wait, and how
 * the flights are doing whose passengers, crews and slots this one shares.
 */
final class Congestion {
  static final String GROUP = "congestion";
  private static final double PRIOR = 3;
  private static final int EARLIEST_CONNECTION = 150;
  private static final int LATEST_CONNECTION = 20;

  private final World w;
  private final Flights f;
  private final Traffic t;
  private final Timetable inbound;
  private final Timetable bound;

  Congestion(World w) {
    this.w = w;
    f = w.f;
    t = w.traffic;
    inbound = new Timetable(t.carrierAtDestinationKey, t.carrierPlaces, f.on);
    bound = new Timetable(t.destination, f.airports.size(), f.on);
  }

  void put(int i, int now, Values out) {
    out.group(GROUP);
    Trailing net = t.network.trailing;
    net.expire(0, now);
    double hour = net.mean(0, Trailing.HOUR, 6, 5);
    double three = net.mean(0, Trailing.THREE_HOURS, 6, 5);
    double day = net.mean(0, Trailing.DAY, 6, 5);
    place(t.fromOrigin, i, now, hour, three, day, true, out);
    place(t.boundFor, i, now, hour, three, day, true, out);
    place(t.ofCarrier, i, now, hour, three, day, true, out);
    place(t.carrierAtOrigin, i, now, hour, three, day, false, out);
    place(t.carrierBoundFor, i, now, hour, three, day, false, out);
    out.put("network_hour", hour);
    out.put("network_three", three);
    out.put("network_waiting", waiting(t.network, 0));
    trailing("arrivals", t.arrivals, f.destination[i], now, three, out);
    trailing("arrivals_origin", t.arrivals, f.origin[i], now, three, out);
    trailing("carrier_arrivals", t.carrierArrivals, t.carrierAtDestinationKey[i], now, three, out);
    trailing("loss_inbound", t.lossInbound, f.destination[i], now, 0, out);
    trailing("loss_origin", t.lossOutbound, f.origin[i], now, 0, out);
    cancellations(i, now, out);
    bank(i, now, out);
    out.put("slot", bound.count(f.destination[i], f.on[i] - 40, f.on[i] + 20));
  }

  /** Delays and backlog of one way to group flights. */
  private static void place(
      Traffic.Place p,
      int i,
      int now,
      double hour,
      double three,
      double day,
      boolean whole,
      Values out) {
    int key = p.of[i];
    p.trailing.expire(key, now);
    out.put(p.name + "_hour", p.trailing.mean(key, Trailing.HOUR, hour, PRIOR));
    if (whole) {
      out.put(p.name + "_three", p.trailing.mean(key, Trailing.THREE_HOURS, three, PRIOR));
      out.put(p.name + "_day", p.trailing.mean(key, Trailing.DAY, day, PRIOR));
    }
    out.put(p.name + "_waiting", waiting(p, key));
    out.put(p.name + "_overdue", p.backlog.overdue(key, now) / (handled(p, key) + PRIOR));
  }

  private static double handled(Traffic.Place p, int key) {
    return p.backlog.count(key) + p.trailing.count(key, Trailing.THREE_HOURS);
  }

  /** Share of the flights of three hours that still wait. */
  private static double waiting(Traffic.Place p, int key) {
    return (p.backlog.count(key) + 0.2) / (handled(p, key) + 2);
  }

  private static void trailing(
      String name, Trailing trailing, int key, int now, double prior, Values out) {
    trailing.expire(key, now);
    out.put(name + "_hour", trailing.mean(key, Trailing.HOUR, prior, PRIOR));
    out.put(name + "_three", trailing.mean(key, Trailing.THREE_HOURS, prior, PRIOR));
    out.put(name + "_day", trailing.mean(key, Trailing.DAY, prior, PRIOR));
  }

  private void cancellations(int i, int now, Values out) {
    t.cancellations.expire(f.origin[i], now);
    t.cancellations.expire(f.destination[i], now);
    out.put(
        "cancelled_origin",
        t.cancellations.count(f.origin[i], Trailing.DAY)
            / (1.0 + t.fromOrigin.trailing.count(f.origin[i], Trailing.DAY)));
    out.put(
        "cancelled_destination",
        t.cancellations.count(f.destination[i], Trailing.DAY)
            / (1.0 + t.boundFor.trailing.count(f.destination[i], Trailing.DAY)));
  }

  /**
   * What is known of the carrier's flights that are to arrive here shortly before: their passengers
   * and crews go on with this one.
   */
  private void bank(int i, int now, Values out) {
    int n = 0;
    int told = 0;
    int late = 0;
    double sum = 0;
    double usual = 0;
    Memory numbers = w.memories.kinds.get("number");
    int key = t.carrierAtOriginKey[i];
    int end = inbound.from(key, f.off[i] - LATEST_CONNECTION);
    for (int at = inbound.from(key, f.off[i] - EARLIEST_CONNECTION); at < end; at++) {
      int g = inbound.flight(at);
      n++;
      usual += numbers.excessLate(g);
      if (w.state[g] != World.SCHEDULED || f.off[g] < now) {
        told++;
        int known = World.cut(w.known(g, now));
        sum += known;
        late += known >= 15 ? 1 : 0;
      }
    }
    out.put("bank", n);
    out.put("bank_usual", usual / (n + 1));
    out.put("bank_known", sum / (told + 1));
    out.put("bank_late", late / (told + 1.0));
  }
}
