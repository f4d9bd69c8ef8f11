package io.offblock.model.feature;

/** What the timetable says of the flight itself and of the hour at both ends. */
final class Schedule {
  static final String GROUP = "schedule";
  private static final double DAY = 1440;

  private final Flights f;
  private final Timetable departures;
  private final Timetable arrivals;

  Schedule(World w) {
    f = w.f;
    departures = new Timetable(w.traffic.origin, f.airports.size(), f.off);
    arrivals = new Timetable(w.traffic.destination, f.airports.size(), f.on);
  }

  void put(int i, int minutesToGo, boolean evening, Values out) {
    out.group(GROUP);
    double block = f.on[i] - f.off[i];
    out.put("to_go", Math.log(Math.max(10, Math.min(minutesToGo, 2000))));
    out.put("evening_before", evening ? 1 : 0);
    out.put("off", f.localOff[i]);
    out.put("off_sin", Math.sin(2 * Math.PI * f.localOff[i] / DAY));
    out.put("off_cos", Math.cos(2 * Math.PI * f.localOff[i] / DAY));
    out.put("on", f.localOn[i]);
    out.put("since_night", Math.floorMod(f.off[i] - 9 * 60, 1440));
    out.put("weekday", Math.floorMod(f.localDay[i] + 3, 7));
    out.put("distance", f.distance[i]);
    out.put("block", block);
    out.put("speed", f.distance[i] / Math.max(20, block - 25));
    int off = f.off[i];
    int on = f.on[i];
    out.put("departures_origin", departures.count(f.origin[i], off - 30, off + 30));
    out.put("arrivals_destination", arrivals.count(f.destination[i], on - 30, on + 30));
    out.put("departures_destination", departures.count(f.destination[i], on - 30, on + 30));
    out.put("departures_before", departures.count(f.origin[i], off - 180, off));
    out.put("departures_day", Math.sqrt(departures.count(f.origin[i], off - 720, off + 720)));
    out.put("arrivals_day", Math.sqrt(arrivals.count(f.destination[i], on - 720, on + 720)));
  }
}
