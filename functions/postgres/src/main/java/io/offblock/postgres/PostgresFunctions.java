package io.offblock.postgres;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.offblock.airport.Airports;
import io.offblock.alert.Backoff;
import io.offblock.alert.Reach;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.aws.Metrics;
import io.offblock.aws.Secret;
import io.offblock.aws.StoreLoader;
import io.offblock.payload.StoredObject;
import io.quarkus.funqy.Funq;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The functions of this zip. Each environment serves one of them, so each has its own wiring, made
 * at first use.
 */
public class PostgresFunctions {
  private static final class Database {
    private static final Accounts ACCOUNTS = Accounts.of(PostgresFunctions::setting);
    private static final PostgresSession SESSION = ACCOUNTS.session(url());
    private static final PostgresFlightStore STORE = new PostgresFlightStore(SESSION);
  }

  private static final class Loading {
    private static final StoreLoader LOADER = StoreLoader.into(Database.STORE);
  }

  private static final class Answering {
    private static final Router ROUTER =
        new StoreAnswers(Database.STORE, new PostgresFacts(Database.SESSION, Clock.systemUTC()))
            .on(PostgresAnswers.of(Database.SESSION, Airports.packaged(), Clock.systemUTC()));
  }

  private static final class Alerting {
    private static final Webhook WEBHOOK =
        new Webhook(
            Reach.valueOf(setting("WEBHOOK_REACH", "public").toUpperCase(Locale.ROOT)),
            Clock.systemUTC());
    private static final Router ROUTER =
        new AlertAnswers(
                Database.SESSION,
                Airports.packaged(),
                WEBHOOK,
                key(),
                new SecureRandom(),
                Clock.systemUTC())
            .on(Router.of());
    private static final AlertRounds ROUNDS =
        new AlertRounds(
            Database.SESSION,
            new AlertWatch(Database.SESSION, Airports.packaged(), Clock.systemUTC()),
            new AlertCourier(
                Database.SESSION,
                WEBHOOK,
                key(),
                Backoff.USUAL,
                new SecureRandom(),
                Clock.systemUTC()),
            Clock.systemUTC());

    private static String key() {
      String arn = setting("ALERT_SECRET", "");
      String key = arn.isEmpty() ? "" : Secret.of(arn).value("key");
      if (key.length() < 32) {
        throw new IllegalStateException(
            "ALERT_SECRET is not set, or its key is shorter than 32 characters: give the function the"
                + " ARN of the secret that webhook secrets are made from");
      }
      return key;
    }
  }

  private static final class Extracting {
    private static final TrainingExtract EXTRACT =
        new TrainingExtract(
            Database.SESSION,
            TrainingShelf.fromEnvironment(System.getenv()),
            Path.of(System.getProperty("java.io.tmpdir")),
            Clock.systemUTC());
  }

  /** Loads one stored object. */
  @Funq("load-postgres")
  public void load(StoredObject object) {
    Loading.LOADER.load(object);
  }

  /** Answers the gateway. */
  @Funq("ask-postgres")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Answering.ROUTER);
  }

  /** Answers the gateway what is asked of alerts. */
  @Funq("ask-alerts")
  public GatewayAnswer askAlerts(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Alerting.ROUTER);
  }

  /** Holds the rules against what was told since the last time, and delivers what is due. */
  @Funq("watch-alerts")
  public AlertRounds.Done watchAlerts() {
    AlertRounds.Done done = Alerting.ROUNDS.run();
    Metrics.of("offblock")
        .count("AlertsFired", done.fired())
        .count("AlertsDelivered", done.delivered())
        .count("AlertsWaiting", done.waiting())
        .count("AlertsDead", done.dead())
        .emit();
    return done;
  }

  /** Writes the training set of a window to object storage. */
  @Funq("extract")
  public TrainingExtract.Written extract(TrainingExtract.Question question) {
    return Extracting.EXTRACT.run(question);
  }

  /** Brings the schema to what this zip needs, and the other functions' users with it. */
  @Funq("schema-postgres")
  public PostgresSchema.Migrated schema() {
    return Database.ACCOUNTS.migrate(url());
  }

  private static String url() {
    String url = setting("POSTGRES_URL", "");
    if (url.isEmpty()) {
      throw new IllegalStateException(
          "POSTGRES_URL is not set: give the function a JDBC URL such as jdbc:postgresql://127.0.0.1:15432/offblock");
    }
    return url;
  }

  /** From Lambda's environment, or from a test's configuration. */
  private static String setting(String name, String otherwise) {
    return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(otherwise);
  }
}
