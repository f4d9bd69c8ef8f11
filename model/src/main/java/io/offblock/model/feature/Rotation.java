package io.offblock.model.feature;

/**
 * What the aircraft does before: whether it can be here in time, as far as is known. Without a
 * registration all of it is missing.
 */
final class Rotation {
  static final String GROUP = "rotation";
  private static final int NIGHT = 240;
  private static final int LONGEST = 1440;

  private final World w;
  private final Flights f;
  private final short[] leg;
  private final int[] first;

  Rotation(World w) {
    this.w = w;
    f = w.f;
    leg = new short[f.size];
    first = new int[f.size];
    for (int i = 0; i < f.size; i++) {
      int before = w.inbound[i];
      boolean goesOn = before >= 0 && w.connects(before, i) && f.off[i] - f.on[before] < NIGHT;
      leg[i] = goesOn ? (short) Math.min(99, leg[before] + 1) : 1;
      first[i] = goesOn ? first[before] : i;
    }
  }

  /**
   * @param assigned whether the aircraft is known by now; the evening before it is not: files tell
   *     the one that flew
   */
  void put(int i, int now, boolean assigned, Values out) {
    out.group(GROUP);
    int p = assigned ? w.inbound(i) : -1;
    boolean connects = p >= 0 && w.connects(p, i);
    double turn = connects ? f.off[i] - f.on[p] : Double.NaN;
    double projected = connects ? w.projected(p, now) : Double.NaN;
    out.put("connects", connects ? 1 : 0);
    out.put("turn", turn);
    out.put("reactionary", connects ? w.reactionary(i, now) : Double.NaN);
    out.put("slack", connects ? turn - projected : Double.NaN);
    out.put("projected", projected);
    leg(p, now, connects, "inbound", out);
    int q = connects ? w.inbound(p) : -1;
    boolean further = q >= 0 && w.connects(q, p);
    out.put("turn_before", further ? f.off[p] - f.on[q] : Double.NaN);
    out.put("reactionary_before", further ? w.reactionary(p, now) : Double.NaN);
    leg(q, now, further, "before", out);
    out.put("leg", connects ? leg[i] : Double.NaN);
    out.put("since_first", connects ? f.off[i] - f.off[first[i]] : Double.NaN);
    out.put("last_seen", assigned ? lastSeen(i, now) : Double.NaN);
    out.put("expected_arrival", expected(i, now, connects));
  }

  private void leg(int p, int now, boolean there, String name, Values out) {
    byte state = there ? w.state[p] : 0;
    out.put(name + "_arrived", there ? state == World.ARRIVED ? 1 : 0 : Double.NaN);
    out.put(name + "_airborne", there ? state == World.AIRBORNE ? 1 : 0 : Double.NaN);
    out.put(name + "_cancelled", there ? state == World.CANCELLED ? 1 : 0 : Double.NaN);
    out.put(name + "_known", there ? World.cut(w.known(p, now)) : Double.NaN);
    out.put(
        name + "_overdue",
        there && state == World.SCHEDULED ? Math.max(-300, now - f.off[p]) : Double.NaN);
    out.put(name + "_to_arrival", there ? Math.max(-300, f.on[p] - now) : Double.NaN);
  }

  /** The delay with which the aircraft was last seen, however far back within the day. */
  private double lastSeen(int i, int now) {
    int p = w.inbound(i);
    for (int back = 0; back < 8 && p >= 0 && f.off[i] - f.off[p] < LONGEST; back++) {
      byte s = w.state[p];
      if (s == World.ARRIVED || s == World.AIRBORNE) {
        return World.cut(w.known(p, now));
      }
      p = w.inbound(p);
    }
    return Double.NaN;
  }

  private double expected(int i, int now, boolean connects) {
    return (connects ? w.reactionary(i, now) : 0) + w.memories.gain(i, now);
  }
}
