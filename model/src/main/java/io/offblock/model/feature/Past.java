package io.offblock.model.feature;

/** What past arrivals say of this number, route, carrier, hour. */
final class Past {
  static final String GROUP = "memory";
  private final World w;

  Past(World w) {
    this.w = w;
  }

  void put(int i, int now, Values out) {
    out.group(GROUP);
    Network n = w.network;
    out.put("network_late", n.late());
    out.put("network_week_late", n.weekLate());
    w.memories.kinds.forEach((name, m) -> kind(name, m, i, now, out));
    out.put("number_count", Math.min(200, w.memories.kinds.get("number").count(i)));
    out.put("route_count", Math.log1p(w.memories.kinds.get("route").count(i)));
    out.put("number_turn", w.memories.turn().plain(i));
    out.put("number_loss", w.memories.numberGain().mean(i, w.memories.routeGain().mean(i, 0)));
    out.put("route_loss", w.memories.routeGain().mean(i, 0));
  }

  private void kind(String name, Memory m, int i, int now, Values out) {
    Network n = w.network;
    boolean known = !name.equals(Memories.TYPE) || w.f.type[i] >= 0;
    out.put(name + "_late", known ? m.excessLate(i) : Double.NaN);
    out.put(name + "_recent_late", known ? m.recentLate(i, now, n.weekLate()) : Double.NaN);
    if (!Memories.COARSE.contains(name)) {
      out.put(name + "_minutes", m.excessMinutes(i));
      out.put(name + "_recent_minutes", m.recentMinutes(i, now, n.weekMinutes()));
    }
  }
}
