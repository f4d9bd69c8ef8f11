package io.offblock.model.feature;

/**
 * How it runs now at airports, for carriers and in the network: delays of the last hours, backlog.
 */
final class Traffic {
  private static final int CARRIERS = 4096;

  /** A way to group flights, with its trailing delays, its backlog, or both. */
  static final class Place {
    final String name;
    final int[] of;
    final Trailing trailing;
    final Backlog backlog;

    Place(String name, int[] of, int keys) {
      this.name = name;
      this.of = of;
      trailing = new Trailing(keys);
      backlog = new Backlog(keys);
    }
  }

  /** Keyed by where a flight leaves from, is bound for, and who flies it. */
  final Place fromOrigin;

  final Place boundFor;
  final Place ofCarrier;
  final Place carrierAtOrigin;
  final Place carrierBoundFor;
  final Place network;

  /** Arrivals at an airport and their gain or loss on the way. */
  final Trailing arrivals;

  final Trailing carrierArrivals;
  final Trailing lossInbound;
  final Trailing lossOutbound;

  /** Cancellations by airport. */
  final Trailing cancellations;

  final int[] origin;
  final int[] destination;
  final int[] carrierAtOriginKey;
  final int[] carrierAtDestinationKey;
  final int carrierPlaces;
  final Place[] all;
  private final int[] off;

  Traffic(Flights f) {
    int n = f.size;
    off = f.off;
    origin = new int[n];
    destination = new int[n];
    carrierAtOriginKey = new int[n];
    carrierAtDestinationKey = new int[n];
    int[] carrier = new int[n];
    LongMap places = new LongMap();
    for (int i = 0; i < n; i++) {
      origin[i] = f.origin[i];
      destination[i] = f.destination[i];
      carrier[i] = f.carrier[i];
      carrierAtOriginKey[i] = places.number((long) f.origin[i] * CARRIERS + f.carrier[i]);
      carrierAtDestinationKey[i] = places.number((long) f.destination[i] * CARRIERS + f.carrier[i]);
    }
    carrierPlaces = places.size();
    int airports = f.airports.size();
    fromOrigin = new Place("origin", origin, airports);
    boundFor = new Place("bound_for", destination, airports);
    ofCarrier = new Place("carrier", carrier, f.carriers.size());
    carrierAtOrigin = new Place("carrier_origin", carrierAtOriginKey, carrierPlaces);
    carrierBoundFor = new Place("carrier_bound_for", carrierAtDestinationKey, carrierPlaces);
    network = new Place("network", new int[n], 1);
    all = new Place[] {fromOrigin, boundFor, ofCarrier, carrierAtOrigin, carrierBoundFor, network};
    arrivals = new Trailing(airports);
    carrierArrivals = new Trailing(carrierPlaces);
    lossInbound = new Trailing(airports);
    lossOutbound = new Trailing(airports);
    cancellations = new Trailing(airports);
  }

  void wait(int i) {
    for (Place p : all) {
      p.backlog.enter(p.of[i], off[i]);
    }
  }

  void stopWaiting(int i) {
    for (Place p : all) {
      p.backlog.leave(p.of[i], off[i]);
    }
  }

  void left(int i, int now, int delay) {
    for (Place p : all) {
      p.trailing.add(p.of[i], now, delay);
    }
  }

  void arrived(int i, int now, int delay, int loss) {
    arrivals.add(destination[i], now, delay);
    carrierArrivals.add(carrierAtDestinationKey[i], now, delay);
    lossInbound.add(destination[i], now, loss);
    lossOutbound.add(origin[i], now, loss);
  }

  void cancelled(int i, int now) {
    cancellations.add(origin[i], now, 0);
    cancellations.add(destination[i], now, 0);
  }
}
