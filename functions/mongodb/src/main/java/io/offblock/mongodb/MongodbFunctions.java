package io.offblock.mongodb;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
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
  private static Wiring made;

  /** Made once in each environment. */
  private static final class Wiring {
    private final MongodbConnection connection;
    private final StoreLoader loader;
    private final Router router;

    private Wiring(MongodbConnection connection) {
      this.connection = connection;
      MongodbFlightStore store = new MongodbFlightStore(connection);
      loader = StoreLoader.into(store);
      router =
          new StoreAnswers(store, new MongodbFacts(connection))
              .on(new TimelineAnswer(connection).on(Router.of()));
    }
  }

  private static synchronized Wiring wiring() {
    if (made == null) {
      String arn =
          Optional.ofNullable(System.getenv("MONGODB_SECRET"))
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "MONGODB_SECRET is not set: give the function the ARN of a secret with a uri such as mongodb://127.0.0.1:17017"));
      made = new Wiring(MongodbConnection.to(Secret.of(arn)));
    }
    return made;
  }

  /** Loads one stored object. */
  @Funq("load-mongodb")
  public void load(StoredObject object) {
    wiring().loader.load(object);
  }

  /** Answers the gateway. */
  @Funq("ask-mongodb")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, wiring().router);
  }

  /** Makes the indexes that are not there. */
  @Funq("schema-mongodb")
  public MongodbSchema.Indexed schema() {
    return MongodbSchema.apply(wiring().connection);
  }
}
