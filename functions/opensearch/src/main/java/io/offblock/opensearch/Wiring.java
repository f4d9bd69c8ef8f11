package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.aws.Secret;
import io.offblock.aws.StoreLoader;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The objects of this zip, made once in each environment from its settings: {@code OPENSEARCH_URL},
 * {@code OPENSEARCH_SECRET}, for the function that makes the indexes the others' secrets too, and
 * what S3 needs.
 */
final class Wiring {
  private static Wiring made;

  private final Schema schema;
  private final Accounts accounts;
  private final Router router;
  private final StoreLoader loader;

  private Wiring() {
    String url = setting("OPENSEARCH_URL");
    if (url.isBlank()) {
      throw new IllegalStateException(
          "OPENSEARCH_URL is not set: give the function the address, http://host:port");
    }
    Optional<Secret> own = login(setting("OPENSEARCH_SECRET"));
    OpenSearchConnection connection = OpenSearchConnection.to(URI.create(url), own);
    OpenSearchFlightStore store = new OpenSearchFlightStore(connection, Airports.packaged());
    loader = StoreLoader.into(store);
    schema = new Schema(connection);
    accounts = Accounts.of(new JsonCalls(connection), own, Wiring::setting);
    Search search = new Search(connection, Airports.packaged(), Clock.systemUTC());
    router =
        new StoreAnswers(store, store)
            .on(
                new AnalyticsAnswers(connection, Airports.packaged(), Clock.systemUTC())
                    .on(Router.of().get("/v1/search", search::answer)));
  }

  /** None where there is no secret, or its user is blank: the server asks for none. */
  private static Optional<Secret> login(String arn) {
    return Optional.of(arn)
        .filter(given -> !given.isBlank())
        .map(Secret::of)
        .filter(secret -> !secret.value("user").isBlank());
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

  Accounts accounts() {
    return accounts;
  }

  StoreLoader loader() {
    return loader;
  }

  /** From Lambda's environment, or from a test's configuration. */
  private static String setting(String name) {
    return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse("");
  }
}
