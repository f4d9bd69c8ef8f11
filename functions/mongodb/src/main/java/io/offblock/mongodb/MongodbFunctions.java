package io.offblock.mongodb;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.mongodb.client.MongoDatabase;
import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.aws.Gateway;
import io.offblock.aws.Metrics;
import io.offblock.aws.S3Payloads;
import io.offblock.load.LoadOutcome;
import io.offblock.load.PayloadLoader;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import io.quarkus.funqy.Funq;
import java.time.Clock;

/**
 * The functions of this zip. Each environment serves one of them, so each has its own wiring, made
 * at first use.
 */
public class MongodbFunctions {
  private static final class Database {
    private static final MongoDatabase MONGODB = Mongodb.fromEnvironment();
    private static final MongodbFlightStore STORE = new MongodbFlightStore(MONGODB);
  }

  private static final class Loading {
    private static final S3Payloads PAYLOADS = S3Payloads.fromEnvironment();
    private static final PayloadLoader LOADER =
        new PayloadLoader(
            PAYLOADS,
            Providers.of(Airports.packaged()),
            Database.STORE,
            PAYLOADS,
            Clock.systemUTC());
    private static final Metrics METRICS = Metrics.of("offblock").dimension("store", "mongodb");
  }

  private static final class Answering {
    private static final Router ROUTER =
        new StoreAnswers(Database.STORE, new MongodbFacts(Database.MONGODB))
            .on(new TimelineAnswer(Database.MONGODB).on(Router.of()));
  }

  /** Loads one stored object. */
  @Funq("load-mongodb")
  public void load(StoredObject object) {
    Metrics metrics = Loading.METRICS.property("object", object.key());
    switch (Loading.LOADER.load(object)) {
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
  public APIGatewayProxyResponseEvent ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Answering.ROUTER);
  }

  /** Makes the indexes that are not there. */
  @Funq("schema-mongodb")
  public MongodbSchema.Indexed schema() {
    return MongodbSchema.apply(Database.MONGODB);
  }
}
