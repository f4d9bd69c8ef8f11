package io.offblock.harvest;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import io.offblock.aws.AwsClients;
import io.offblock.aws.Metrics;
import io.offblock.aws.S3Payloads;
import io.offblock.aws.Secret;
import io.offblock.harvest.answer.HarvestAnswers;
import io.offblock.harvest.bts.OnTimeImport;
import io.offblock.harvest.digest.RawDigest;
import io.offblock.harvest.lufthansa.Keys;
import io.offblock.harvest.lufthansa.LufthansaClient;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.S3Objects;
import io.offblock.harvest.plan.LufthansaPages;
import io.offblock.harvest.plan.Plan;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.harvest.raw.LastAnswers;
import io.offblock.harvest.raw.PayloadVault;
import io.offblock.harvest.raw.RawStore;
import io.offblock.harvest.recording.RecordingImport;
import io.offblock.harvest.replay.Backfill;
import io.offblock.harvest.replay.Replay;
import io.offblock.harvest.replay.SqsLoadQueues;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.provider.Providers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Puts each function's parts together, once in an environment's life and only those it uses. */
final class Wiring {
  private static final Settings SETTINGS = Settings.of(System.getenv());
  private static final S3Payloads PAYLOADS = S3Payloads.fromEnvironment();
  private static final ObjectStore OBJECTS =
      new S3Objects(AwsClients.s3(System.getenv()), SETTINGS.bucket());

  private Wiring() {}

  static Harvest harvest() {
    return Harvesting.HARVEST;
  }

  static Router router() {
    return Answering.ROUTER;
  }

  static Replay replay() {
    return Replaying.REPLAY;
  }

  static Backfill backfill() {
    return new Backfill(OBJECTS, Clock.systemUTC());
  }

  static RecordingImport recordings() {
    return new RecordingImport(
        OBJECTS,
        PayloadVault.of(PAYLOADS),
        Airports.packaged(),
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  static OnTimeImport onTime() {
    return new OnTimeImport(
        OBJECTS,
        PayloadVault.of(PAYLOADS),
        Airports.packaged(),
        Clock.systemUTC(),
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  static RawDigest digest() {
    return new RawDigest(OBJECTS, PAYLOADS, Providers.of(Airports.packaged()), SETTINGS.bucket());
  }

  private static QuotaLedger ledger() {
    return new QuotaLedger(OBJECTS, SETTINGS.callsPerHour(), SETTINGS.callsPerSecond());
  }

  private static String secret() {
    return Optional.ofNullable(System.getenv("LUFTHANSA_SECRET"))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "LUFTHANSA_SECRET is not set: give the function the ARN of a secret with id and secret"));
  }

  private static final class Harvesting {
    private static final Harvest HARVEST = make();

    private static Harvest make() {
      Airports airports = Airports.packaged();
      Plan plan = new Plan(iata -> airports.find(iata).map(Airport::zone));
      LastAnswers answers = new LastAnswers();
      Timeline timeline = Timeline.system();
      return new Harvest(
          new Harvest.Parts(
              new LufthansaClient(SETTINGS, Keys.of(Secret.of(secret())), timeline),
              ledger(),
              plan,
              new PlanKeeper(OBJECTS, plan, answers),
              new RawStore(PayloadVault.of(PAYLOADS), answers),
              new LufthansaPages(new LufthansaParser(airports), airports),
              OBJECTS,
              Metrics.of("offblock"),
              timeline,
              Executors.newVirtualThreadPerTaskExecutor(),
              SETTINGS.callsPerSecond()));
    }
  }

  private static final class Answering {
    private static final Router ROUTER =
        new HarvestAnswers(PAYLOADS, OBJECTS, ledger(), SETTINGS.bucket(), Clock.systemUTC())
            .on(Router.of());
  }

  private static final class Replaying {
    private static final Replay REPLAY =
        new Replay(
            OBJECTS,
            new SqsLoadQueues(
                SqsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()),
            SETTINGS.bucket());
  }
}
