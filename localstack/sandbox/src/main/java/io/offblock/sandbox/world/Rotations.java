package io.offblock.sandbox.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Builds the days of aircraft: out and back, again and again, until the night; or out for the
 * night, or round the world.
 */
final class Rotations {
  /** Minutes of Berlin's day at which hubs send out their waves. */
  private static final int[] WAVES = {420, 570, 735, 885, 1020, 1140, 1245};

  private static final int LAST_ON_BLOCK = 1410;
  private static final double NIGHT_STOP = 0.3;
  private static final int CANDIDATES = 60;

  private Rotations() {}

  /** {@code count} destinations, each about as often as its weight says, in random order. */
  static List<Airport> choose(Map<Airport, Double> weights, int count, Random random) {
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Airport> chosen = new ArrayList<>(count);
    double owed = random.nextDouble();
    List<Airport> order = new ArrayList<>(weights.keySet());
    Collections.shuffle(order, random);
    for (var airport : order) {
      owed += count * weights.get(airport) / sum;
      while (owed >= 1 && chosen.size() < count) {
        chosen.add(airport);
        owed -= 1;
      }
    }
    while (!order.isEmpty() && chosen.size() < count) {
      chosen.add(pick(weights, random));
    }
    Collections.shuffle(chosen, random);
    return chosen;
  }

  static <T> T pick(Map<T, Double> weights, Random random) {
    double left =
        random.nextDouble() * weights.values().stream().mapToDouble(Double::doubleValue).sum();
    T last = null;
    for (var entry : weights.entrySet()) {
      last = entry.getKey();
      left -= entry.getValue();
      if (left < 0) {
        break;
      }
    }
    return last;
  }

  /**
   * The days of short-haul aircraft: every destination of {@code places} is flown to and back once.
   */
  static List<List<Leg>> shortLines(
      Network.Base base, AircraftType type, List<Airport> places, Random random) {
    Deque<Airport> pool = new ArrayDeque<>(places);
    List<List<Leg>> lines = new ArrayList<>();
    while (!pool.isEmpty()) {
      var line = new Draft(base, type, random);
      int ready = line.firstReady();
      ready = fly(line, pool, ready, LAST_ON_BLOCK);
      if (base.style().equals("network") && !pool.isEmpty() && random.nextDouble() < NIGHT_STOP) {
        var place = pool.peekFirst();
        int out = type.block(base.airport(), place);
        if (ready + out <= LAST_ON_BLOCK + 15) {
          pool.removeFirst();
          int on = line.add(base.airport(), place, ready);
          int off = Math.max(five(Minutes.DAY + 345 + random.nextInt(75)), five(on + 400));
          ready = line.land(place, off) + type.turnaround() + 15;
          line.round++;
          fly(line, pool, five(ready), LAST_ON_BLOCK + Minutes.DAY);
        }
      }
      if (line.legs.isEmpty()) {
        var place = pool.removeFirst();
        int on = line.add(base.airport(), place, line.firstReady());
        line.land(place, five(on + type.turnaround() + 10));
      }
      lines.add(line.legs);
    }
    return lines;
  }

  private static int fly(Draft line, Deque<Airport> pool, int from, int lastOnBlock) {
    int ready = from;
    while (true) {
      Airport place = null;
      int tried = 0;
      for (Iterator<Airport> it = pool.iterator(); it.hasNext() && tried < CANDIDATES; tried++) {
        var candidate = it.next();
        int out = line.type.block(line.base.airport(), candidate);
        int back = line.type.block(candidate, line.base.airport());
        if (ready + out + back + line.type.turnaround() + 15 <= lastOnBlock) {
          it.remove();
          place = candidate;
          break;
        }
      }
      if (place == null) {
        return ready;
      }
      int on = line.add(line.base.airport(), place, ready);
      int off = five(on + line.type.turnaround() + line.random.nextInt(15));
      int home = line.land(place, off);
      line.round++;
      ready = wave(home + line.type.turnaround() + 5 + line.random.nextInt(20), line.random);
    }
  }

  /** The next wave if it is near, else at once. */
  private static int wave(int ready, Random random) {
    int clock = Math.floorMod(ready, Minutes.DAY);
    for (int wave : WAVES) {
      int wait = wave - clock;
      if (wait > -15 && wait < 50) {
        return five(ready + Math.max(0, wait - 15 + random.nextInt(35)));
      }
    }
    return five(ready);
  }

  /** Long flights: one round trip a line. */
  static List<List<Leg>> longLines(
      Network.Base base, AircraftType type, List<Airport> places, Random random) {
    List<List<Leg>> lines = new ArrayList<>();
    for (var place : places) {
      var line = new Draft(base, type, random);
      int block = type.block(base.airport(), place);
      int off =
          base.style().equals("feeder")
              ? five(inbound(base, random) - block)
              : five(outbound(place, random));
      int on = line.add(base.airport(), place, off < 0 ? off + Minutes.DAY : off);
      line.land(place, five(on + type.turnaround() + 25 + random.nextInt(75)));
      lines.add(line.legs);
    }
    return lines;
  }

  /**
   * When a long flight leaves Europe: west in the late morning, east and south around noon or at
   * night.
   */
  private static int outbound(Airport to, Random random) {
    if (to.longitude() < -25) {
      return random.nextDouble() < 0.8 ? 570 + random.nextInt(270) : 900 + random.nextInt(160);
    }
    return random.nextDouble() < 0.4 ? 620 + random.nextInt(240) : 1230 + random.nextInt(140);
  }

  /** When a long flight of another continent's airline reaches Europe. */
  private static int inbound(Network.Base base, Random random) {
    return base.airport().longitude() < -25 || random.nextDouble() < 0.5
        ? 340 + random.nextInt(200)
        : 780 + random.nextInt(240);
  }

  /** Base, via, onward and back, one number each way. */
  static List<Leg> tagLine(Network.Tag tag, Random random) {
    var base = new Network.Base(tag.airline(), tag.base(), 0, 0, "network", Map.of());
    var line = new Draft(base, tag.type(), random);
    int stop = tag.type().turnaround() + 20;
    int on = line.add(tag.base(), tag.via(), five(outbound(tag.via(), random)));
    on = line.add(tag.via(), tag.onward(), five(on + stop));
    on = line.add(tag.onward(), tag.via(), five(on + stop + 30 + random.nextInt(60)));
    line.add(tag.via(), tag.base(), five(on + stop));
    return line.legs;
  }

  private static int five(int minute) {
    return 5 * Math.ceilDiv(minute, 5);
  }

  /** A line that grows; numbers are given later. */
  private static final class Draft {
    private final Network.Base base;
    private final AircraftType type;
    private final Random random;
    private final List<Leg> legs = new ArrayList<>();
    private int round;

    private Draft(Network.Base base, AircraftType type, Random random) {
      this.base = base;
      this.type = type;
      this.random = random;
    }

    private int firstReady() {
      return five(
          base.style().equals("leisure") ? 285 + random.nextInt(150) : 345 + random.nextInt(130));
    }

    private int add(Airport origin, Airport destination, int off) {
      int block = type.block(origin, destination);
      boolean cargo = base.style().equals("cargo");
      legs.add(
          new Leg(
              -1,
              base.airline(),
              0,
              origin,
              destination,
              off,
              block,
              type,
              round,
              cargo,
              List.of()));
      return off + block;
    }

    private int land(Airport from, int off) {
      return add(from, base.airport(), off);
    }
  }
}
