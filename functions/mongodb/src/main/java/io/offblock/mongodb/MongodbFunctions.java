package io.offblock.mongodb;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.mongodb.client.MongoDatabase;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.aws.Secret;
import io.offblock.aws.StoreLoader;
import io.offblock.payload.StoredObject;
import io.quarkus.funqy.Funq;
import java.util.Optional;

/**
 * The functions of this zip. Each environment serves one of them. {@code MONGODB_SECRET} is the ARN
 * of the secret whose {@code uri} says where the database is and who asks.
 */
public class MongodbFunctions {
  private static Secret secret;
  private static Connected connected;

  /** What hangs on one address and login. */
  private static final class Connected {
    private final String uri;
    private final MongoDatabase database;
    private final MongodbFlightStore store;
    private final StoreLoader loader;
    private Router router;

    private Connected(String uri) {
      this.uri = uri;
      database = Mongodb.database(uri);
      store = new MongodbFlightStore(database);
      loader = StoreLoader.into(store);
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
    connected().loader.load(object);
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
