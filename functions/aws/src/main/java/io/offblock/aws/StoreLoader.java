package io.offblock.aws;

import io.offblock.airport.Airports;
import io.offblock.load.FlightStore;
import io.offblock.load.LoadOutcome;
import io.offblock.load.PayloadLoader;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the loader function of a store does with an object, the same for each store: it loads it,
 * and tells in metrics what came of it. Object storage is reached for at the first object: the
 * other functions of the same zip have no right to read there.
 */
public final class StoreLoader {
  private final Supplier<PayloadLoader> making;
  private final Metrics metrics;
  private PayloadLoader loader;

  StoreLoader(Supplier<PayloadLoader> making, Metrics metrics) {
    this.making = Objects.requireNonNull(making);
    this.metrics = Objects.requireNonNull(metrics);
  }

  /** Into that store, from the object storage that the environment names. */
  public static StoreLoader into(FlightStore store) {
    return new StoreLoader(
        () -> {
          S3Payloads payloads = S3Payloads.fromEnvironment();
          return new PayloadLoader(
              payloads, Providers.of(Airports.packaged()), store, payloads, Clock.systemUTC());
        },
        Metrics.of("offblock").dimension("store", store.name()));
  }

  /**
   * Loads one object; may be called again with it.
   *
   * @throws io.offblock.load.StoreUnavailable where storage or the store is away: the queue
   *     delivers again
   */
  public void load(StoredObject object) {
    Metrics told = metrics.property("object", object.key());
    switch (loader().load(object)) {
      case LoadOutcome.Loaded loaded ->
          told.count("FlightsLoaded", loaded.flights())
              .count("ReferencesLoaded", loaded.references())
              .count("RecordsRejected", loaded.rejected().size())
              .seconds("LoadLag", loaded.lag().toMillis() / 1e3)
              .emit();
      case LoadOutcome.Quarantined quarantined ->
          told.property("reason", quarantined.reason()).count("PayloadsQuarantined", 1).emit();
    }
  }

  private synchronized PayloadLoader loader() {
    if (loader == null) {
      loader = making.get();
    }
    return loader;
  }
}
