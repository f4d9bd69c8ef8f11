package io.offblock.neo4j;

import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.aws.Secret;
import io.offblock.aws.StoreLoader;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.ConfigProvider;
import org.neo4j.driver.AuthTokens;

/**
 * The objects of this zip, made once in each environment from its settings: {@code NEO4J_URI},
 * {@code NEO4J_SECRET} and what S3 needs.
 */
final class Wiring {
  private static Wiring made;

  private final Schema schema;
  private final Router router;
  private final StoreLoader loader;

  private Wiring() {
    String uri = setting("NEO4J_URI");
    if (uri.isBlank()) {
      throw new IllegalStateException(
          "NEO4J_URI is not set: give the function the address, bolt://host:port");
    }
    Neo4jConnection connection = connection(URI.create(uri), setting("NEO4J_SECRET"));
    Neo4jFlightStore store = new Neo4jFlightStore(connection);
    loader = StoreLoader.into(store);
    schema = new Schema(connection);
    Airports airports = Airports.packaged();
    Clock clock = Clock.systemUTC();
    Router flights =
        new RotationAnswer(store, connection, airports, clock)
            .on(
                new ConnectionsAnswer(connection, ConnectionTimes.packaged(), airports, clock)
                    .on(new NetworkAnswers(connection, airports, clock).on(Router.of())));
    router =
        new StoreAnswers(store, store)
            .on(
                flights.get(
                    "/v1/airports/{airport}/routes",
                    new Routes(connection, airports, clock)::answer));
  }

  /** Where the secret's user is blank, or there is no secret, the server asks for none. */
  private static Neo4jConnection connection(URI uri, String arn) {
    if (arn.isBlank()) {
      return Neo4jConnection.to(uri, "", "");
    }
    Secret secret = Secret.of(arn);
    if (secret.value("user").isBlank()) {
      return Neo4jConnection.to(uri, "", "");
    }
    AtomicBoolean refused = new AtomicBoolean();
    return Neo4jConnection.to(
        uri,
        () -> {
          if (refused.getAndSet(true)) {
            secret.renew();
          }
          return AuthTokens.basic(secret.value("user"), secret.value("password"));
        });
  }

  static synchronized Wiring get() {
    if (made == null) {
      made = new Wiring();
    }
    return made;
  }

  Router router() {
    return router;
  }

  Schema schema() {
    return schema;
  }

  StoreLoader loader() {
    return loader;
  }

  /** From Lambda's environment, or from a test's configuration. */
  private static String setting(String name) {
    return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse("");
  }
}
