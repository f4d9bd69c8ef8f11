package io.offblock.mongodb;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.mongodb.client.MongoDatabase;
import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.aws.Metrics;
import io.offblock.aws.S3Payloads;
import io.offblock.aws.Secret;
import io.offblock.load.LoadOutcome;
import io.offblock.load.PayloadLoader;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import io.quarkus.funqy.Funq;
import java.time.Clock;
import java.util.Optional;

/**
 * The functions of this zip. Each environment serves one of them. {@code MONGODB_SECRET} is the ARN
 * of the secret whose {@code uri} says where the database is and who asks.
 */
public class MongodbFunctions {
  private static final Metrics METRICS = Metrics.of("offblock").dimension("store", "mongodb");
  private static Secret secret;
  private static Connected connected;

  /** What hangs on one address and login. */
  private static final class Connected {
    private final String uri;
    private final MongoDatabase database;
    private final MongodbFlightStore store;
    private PayloadLoader loader;
    private Router router;

    private Connected(String uri) {
      this.uri = uri;
      database = Mongodb.database(uri);
      store = new MongodbFlightStore(database);
    }

    /** Only the loader reads from S3: the other functions have no right to. */
    private PayloadLoader loader() {
      if (loader == null) {
        S3Payloads payloads = S3Payloads.fromEnvironment();
        loader =
            new PayloadLoader(
                payloads, Providers.of(Airports.packaged()), store, payloads, Clock.systemUTC());
      }
      return loader;
    }

    private Router router() {
      if (router == null) {
        router =
            new StoreAnswers(store, new MongodbFacts(database))
                .on(new TimelineAnswer(database).on(Router.of()));
      }
      return router;
    }
  }

  /** As the secret says now: after a rotation the next call connects anew. */
  private static synchronized Connected connected() {
    if (secret == null) {
      secret =
          Secret.of(
              Optional.ofNullable(System.getenv("MONGODB_SECRET"))
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "MONGODB_SECRET is not set: give the function the ARN of a secret with a uri such as mongodb://127.0.0.1:17017")));
    }
    String uri = secret.value("uri");
    if (connected == null || !connected.uri.equals(uri)) {
      connected = new Connected(uri);
    }
    return connected;
  }

  /** Loads one stored object. */
  @Funq("load-mongodb")
  public void load(StoredObject object) {
    Metrics metrics = METRICS.property("object", object.key());
    switch (connected().loader().load(object)) {
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

  /** Answers the gateway. */
  @Funq("ask-mongodb")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, connected().router());
  }

  /** Makes the indexes that are not there. */
  @Funq("schema-mongodb")
  public MongodbSchema.Indexed schema() {
    return MongodbSchema.apply(connected().database);
  }
}
