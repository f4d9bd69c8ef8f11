package io.offblock.learning;

import io.offblock.answer.Router;
import io.offblock.aws.Metrics;
import io.offblock.aws.S3Payloads;
import io.offblock.aws.Secret;
import io.offblock.model.registry.MlflowLogin;
import io.offblock.model.registry.MlflowRegistry;
import io.offblock.model.registry.ModelRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Puts each function's parts together, once in an environment's life and only those it uses. */
final class Wiring {
  private static final Map<String, String> ENVIRONMENT = System.getenv();
  private static final System.Logger LOG = System.getLogger("learning");

  private Wiring() {}

  static Retraining retraining() {
    return new Retraining(
        Objects.OBJECTS,
        Registry.REGISTRY,
        Clock.systemUTC(),
        ENVIRONMENT.getOrDefault("OFFBLOCK_CODE", "unknown"),
        line -> LOG.log(System.Logger.Level.INFO, line));
  }

  static Watching watching() {
    return new Watching(
        Objects.OBJECTS,
        Registry.REGISTRY,
        Clock.systemUTC(),
        Metrics.of("offblock"),
        line -> LOG.log(System.Logger.Level.INFO, line));
  }

  static StartRetraining starting() {
    return new StartRetraining(
        new SfnWorkflow(
            SfnClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build(),
            setting("RETRAIN_MACHINE", "the ARN of the state machine")),
        Clock.systemUTC(),
        List.of(ENVIRONMENT.getOrDefault("TRAINING_SOURCES", "lufthansa").split(",")));
  }

  static Forecasting forecasting() {
    return new Forecasting(
        Objects.OBJECTS, Publishing.PUBLISHER, Clock.systemUTC(), Forecasting.Worth.TELLING);
  }

  static Router router() {
    return Answering.ROUTER;
  }

  private static String setting(String name, String what) {
    String value = ENVIRONMENT.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalStateException("%s is not set: give the function %s".formatted(name, what));
    }
    return value;
  }

  private static final class Objects {
    private static final LearningObjects OBJECTS = S3LearningObjects.fromEnvironment(ENVIRONMENT);
  }

  private static final class Publishing {
    private static final S3Payloads PAYLOADS = S3Payloads.fromEnvironment();
    private static final Forecasting.Publisher PUBLISHER = p -> PAYLOADS.put(p, 200);
  }

  private static final class Registry {
    private static final ModelRegistry REGISTRY = registry();
  }

  private static final class Answering {
    private static final Router ROUTER =
        new ModelAnswers(Objects.OBJECTS, Wiring::registry, Clock.systemUTC()).on(Router.of());
  }

  /** Made at the first question that needs it, and again after one that did not reach it. */
  private static ModelRegistry registry() {
    Optional<MlflowLogin> login =
        Optional.of(ENVIRONMENT.getOrDefault("MLFLOW_SECRET", ""))
            .filter(arn -> !arn.isEmpty())
            .map(arn -> Secret.of(arn).login())
            .map(one -> new MlflowLogin(one.user(), one.password()));
    return MlflowRegistry.at(
        URI.create(setting("MLFLOW_URL", "MLflow's address such as http://127.0.0.1:5000")), login);
  }
}
