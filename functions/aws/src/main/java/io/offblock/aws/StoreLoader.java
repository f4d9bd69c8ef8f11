package io.offblock.aws;

import io.offblock.airport.Airports;
import io.offblock.load.FlightStore;
import io.offblock.load.LoadOutcome;
import io.offblock.load.PayloadLoader;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the loader function of a store does with an object, the same for each store: it loads it,
 * and tells in metrics what came of it, or in a line of the log why nothing did. Funqy gives a
 * message that failed back to the queue without a word. Object storage is reached for at the first
 * object: the other functions of the same zip have no right to read there.
 */
public final class StoreLoader {
  private final Supplier<PayloadLoader> making;
  private final Metrics metrics;
  private final PrintStream log;
  private PayloadLoader loader;

  StoreLoader(Supplier<PayloadLoader> making, Metrics metrics, PrintStream log) {
    this.making = Objects.requireNonNull(making);
    this.metrics = Objects.requireNonNull(metrics);
    this.log = Objects.requireNonNull(log);
  }

  /** Into that store, from the object storage that the environment names. */
  public static StoreLoader into(FlightStore store) {
    return new StoreLoader(
        () -> {
          S3Payloads payloads = S3Payloads.fromEnvironment();
          return new PayloadLoader(
              payloads, Providers.of(Airports.packaged()), store, payloads, Clock.systemUTC());
        },
        Metrics.of("offblock").dimension("store", store.name()),
        System.out);
  }

  /**
   * Loads one object; may be called again with it.
   *
   * @throws io.offblock.load.StoreUnavailable where storage or the store is away: the queue
   *     delivers again
   */
  public void load(StoredObject object) {
    LoggedObject.during(
        object.key(),
        () -> {
          try {
            tell(loader().load(object));
          } catch (StoreUnavailable e) {
            // As often as the queue delivers while a store is away: without the stack.
            log.println(LogLine.of("WARN", e.getMessage() + ": " + e.getCause()));
            throw e;
          } catch (RuntimeException | Error e) {
            log.println(LogLine.of("ERROR", "not loaded", e));
            throw e;
          }
        });
  }

  private void tell(LoadOutcome outcome) {
    switch (outcome) {
      case LoadOutcome.Loaded loaded ->
          metrics
              .count("FlightsLoaded", loaded.flights())
              .count("ReferencesLoaded", loaded.references())
              .count("RecordsRejected", loaded.rejected().size())
              .seconds("LoadLag", loaded.lag().toMillis() / 1e3)
              .emit();
      case LoadOutcome.Quarantined quarantined ->
          metrics.property("reason", quarantined.reason()).count("PayloadsQuarantined", 1).emit();
    }
  }

  private synchronized PayloadLoader loader() {
    if (loader == null) {
      loader = making.get();
    }
    return loader;
  }
}
