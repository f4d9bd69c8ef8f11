package io.offblock.model.feature;

import static io.offblock.model.feature.Flights.NONE;

import io.offblock.airport.Airport;
import io.offblock.airport.GreatCircle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Local times, distances, and scheduled arrivals that the source does not tell. */
final class Places {
  private static final int TAXI = 40;
  private static final double KM_A_MINUTE = 13;
  private final List<Optional<Airport>> found;
  private final LongMap blocks = new LongMap();
  private final LongMap distances = new LongMap();

  Places(Flights.Builder b) {
    found = b.found;
  }

  void fill(Flights f) {
    for (int i = 0; i < f.size; i++) {
      f.distance[i] = (short) distance(f.origin[i], f.destination[i]);
      if (f.on[i] != NONE && f.on[i] > f.off[i]) {
        blocks.put(key(f, i), f.on[i] - f.off[i]);
      }
    }
    for (int i = 0; i < f.size; i++) {
      if (f.on[i] == NONE || f.on[i] <= f.off[i]) {
        int usual = blocks.get(key(f, i), -1);
        f.on[i] = f.off[i] + (usual > 0 ? usual : TAXI + (int) (f.distance[i] / KM_A_MINUTE));
      }
      int localOff = f.off[i] + offset(f.origin[i], f.off[i]);
      f.localDay[i] = Math.floorDiv(localOff, 1440);
      f.localOff[i] = (short) Math.floorMod(localOff, 1440);
      f.localOn[i] = (short) Math.floorMod(f.on[i] + offset(f.destination[i], f.on[i]), 1440);
    }
  }

  private static long key(Flights f, int i) {
    return ((long) f.number[i] << 32) | (f.origin[i] & 0xffffL) << 16 | f.destination[i] & 0xffff;
  }

  private int offset(int airport, int minute) {
    return found
        .get(airport)
        .map(a -> a.zone().getRules().getOffset(Instant.ofEpochSecond(minute * 60L)))
        .map(o -> o.getTotalSeconds() / 60)
        .orElse(0);
  }

  private int distance(int from, int to) {
    long route = ((long) from << 16) | to;
    int known = distances.get(route, -1);
    if (known < 0) {
      known =
          found.get(from).isPresent() && found.get(to).isPresent()
              ? (int) GreatCircle.distanceKm(found.get(from).get(), found.get(to).get())
              : 0;
      distances.put(route, known);
    }
    return known;
  }
}
