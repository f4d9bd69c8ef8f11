package io.offblock.model.feature;

/**
 * How it runs at the moment of the forecast: delays of the last hours, flights that wait, and how
 * the flights are doing whose passengers, crews and slots this one shares.
 */
final class Congestion {
  static final String GROUP = "congestion";
  private static final double PRIOR = 3;

  private final World w;
  private final Flights f;
  private final Traffic t;
  private final Timetable carrierInbound;
  private final Timetable bound;
  private final Timetable carrierOutbound;
  private final Timetable outbound;

  Congestion(World w) {
    this.w = w;
    f = w.f;
    t = w.traffic;
    carrierInbound = new Timetable(t.carrierAtDestinationKey, t.carrierPlaces, f.on);
    carrierOutbound = new Timetable(t.carrierAtOriginKey, t.carrierPlaces, f.off);
    bound = new Timetable(t.destination, f.airports.size(), f.on);
    outbound = new Timetable(t.origin, f.airports.size(), f.off);
  }

  void put(int i, int now, boolean assigned, Values out) {
    out.group(GROUP);
    Trailing net = t.network.trailing;
    net.expire(0, now);
    double hour = net.mean(0, Trailing.HOUR, 6, 5);
    double three = net.mean(0, Trailing.THREE_HOURS, 6, 5);
    double day = net.mean(0, Trailing.DAY, 6, 5);
    double share = net.share(0, Trailing.THREE_HOURS, 0.2, 5);
    for (Traffic.Place p : t.all) {
      int key = p.of[i];
      p.trailing.expire(key, now);
      boolean all = p == t.network;
      out.put(p.name + "_hour", p.trailing.mean(key, Trailing.HOUR, all ? 6 : hour, PRIOR));
      out.put(
          p.name + "_three", p.trailing.mean(key, Trailing.THREE_HOURS, all ? 6 : three, PRIOR));
      out.put(
          p.name + "_three_late",
          p.trailing.share(key, Trailing.THREE_HOURS, all ? 0.2 : share, PRIOR));
      out.put(p.name + "_day", p.trailing.mean(key, Trailing.DAY, all ? 6 : day, PRIOR));
      int left = p.trailing.count(key, Trailing.THREE_HOURS);
      out.put(p.name + "_left", left);
      out.put(
          p.name + "_waiting", (p.backlog.count(key) + 0.2) / (p.backlog.count(key) + left + 2));
      out.put(
          p.name + "_overdue", p.backlog.overdue(key, now) / (p.backlog.count(key) + left + PRIOR));
    }
    trailing("arrivals", t.arrivals, f.destination[i], now, three, out);
    trailing("arrivals_origin", t.arrivals, f.origin[i], now, three, out);
    trailing("carrier_arrivals", t.carrierArrivals, t.carrierAtDestinationKey[i], now, three, out);
    trailing("loss_inbound", t.lossInbound, f.destination[i], now, 0, out);
    trailing("loss_origin", t.lossOutbound, f.origin[i], now, 0, out);
    cancellations(i, now, out);
    int home = carrierKey(i);
    group("bank", carrierInbound, home, f.off[i] - 150, f.off[i] - 20, i, now, out);
    group("slot", bound, f.destination[i], f.on[i] - 40, f.on[i] + 20, i, now, out);
    departures("peers", carrierOutbound, t.carrierAtOriginKey[i], 45, i, now, assigned, out);
    departures("queue", outbound, f.origin[i], 20, i, now, assigned, out);
  }

  /** The carrier at the origin, as a place that flights of the carrier arrive at. */
  private int carrierKey(int i) {
    return t.carrierAtOriginKey[i];
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

  /** What is known of the flights that are scheduled to arrive in a span of time. */
  private void group(
      String name, Timetable table, int key, int from, int to, int i, int now, Values out) {
    int n = 0;
    int told = 0;
    int late = 0;
    double sum = 0;
    for (int at = table.from(key, from), end = table.from(key, to); at < end; at++) {
      int g = table.flight(at);
      if (g == i) {
        continue;
      }
      n++;
      if (w.state[g] == World.SCHEDULED && f.off[g] >= now) {
        continue;
      }
      told++;
      int known = World.cut(w.known(g, now));
      sum += known;
      late += known >= 15 ? 1 : 0;
    }
    out.put(name, n);
    out.put(name + "_told", n == 0 ? 0 : (double) told / n);
    out.put(name + "_known", sum / (told + 1));
    out.put(name + "_late", late / (told + 1.0));
  }

  /** How late the aircraft will be of the flights that are to leave about the same time. */
  private void departures(
      String name,
      Timetable table,
      int key,
      int span,
      int i,
      int now,
      boolean assigned,
      Values out) {
    int n = 0;
    double sum = 0;
    int late = 0;
    for (int at = table.from(key, f.off[i] - span), end = table.from(key, f.off[i] + span);
        assigned && at < end && n < 40;
        at++) {
      int g = table.flight(at);
      if (g == i || f.tail[g] < 0) {
        continue;
      }
      n++;
      double reactionary = w.reactionary(g, now);
      sum += reactionary;
      late += reactionary >= 15 ? 1 : 0;
    }
    out.put(name + "_reactionary", assigned ? sum / (n + 1) : Double.NaN);
    out.put(name + "_late", assigned ? late / (n + 1.0) : Double.NaN);
  }
}
