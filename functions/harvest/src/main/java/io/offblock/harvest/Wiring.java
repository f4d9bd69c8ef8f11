package io.offblock.harvest;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.Router;
import io.offblock.aws.AwsClients;
import io.offblock.aws.Metrics;
import io.offblock.aws.S3Payloads;
import io.offblock.harvest.digest.RawDigest;
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
import io.offblock.harvest.replay.Replay;
import io.offblock.harvest.replay.SqsQueues;
import io.offblock.lufthansa.LufthansaParser;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/** Who knows whom, each part made at its first use and kept while the process lives. */
final class Wiring {
  private Wiring() {}

  private static final class Common {
    private static final Settings SETTINGS = Settings.of(System.getenv());
    private static final S3Client S3 = AwsClients.s3(System.getenv());
    private static final ObjectStore OBJECTS = new S3Objects(S3, SETTINGS.bucket());
    private static final PayloadVault VAULT =
        PayloadVault.of(new S3Payloads(S3, SETTINGS.bucket(), Clock.systemUTC()));
    private static final Timeline TIMELINE = Timeline.system();
    private static final QuotaLedger LEDGER =
        new QuotaLedger(OBJECTS, SETTINGS.callsPerHour(), SETTINGS.callsPerSecond());
  }

  private static final class Places {
    private static final Airports AIRPORTS = Airports.packaged();
    private static final LufthansaParser PARSER = new LufthansaParser(AIRPORTS);
    private static final Function<String, Optional<ZoneId>> ZONES =
        iata -> AIRPORTS.find(iata).map(Airport::zone);
  }

  private static final class Harvesting {
    private static final LastAnswers ANSWERS = new LastAnswers();
    private static final Plan PLAN = new Plan(Places.ZONES);
    private static final Harvest HARVEST =
        new Harvest(
            new Harvest.Parts(
                new LufthansaClient(Common.SETTINGS, Common.TIMELINE),
                Common.LEDGER,
                PLAN,
                new PlanKeeper(Common.OBJECTS, PLAN, ANSWERS),
                new RawStore(Common.VAULT, ANSWERS),
                new LufthansaPages(Places.PARSER, Places.AIRPORTS),
                Common.OBJECTS,
                Metrics.of("offblock").dimension("function", "harvest"),
                Common.TIMELINE,
                Executors.newVirtualThreadPerTaskExecutor(),
                Common.SETTINGS.callsPerSecond()));
  }

  private static final class Answering {
    private static final Router ROUTER =
        new HarvestAnswers(
                Common.VAULT,
                Common.OBJECTS,
                Common.LEDGER,
                Common.SETTINGS.bucket(),
                Common.TIMELINE)
            .on(Router.of());
  }

  static Harvest harvest() {
    return Harvesting.HARVEST;
  }

  static Router router() {
    return Answering.ROUTER;
  }

  static Replay replay() {
    return new Replay(
        Common.OBJECTS, SqsQueues.fromEnvironment(), Common.SETTINGS.bucket(), Common.TIMELINE);
  }

  static RecordingImport recordings() {
    return new RecordingImport(Common.OBJECTS, Common.VAULT, Places.ZONES, Common.TIMELINE);
  }

  static RawDigest digest() {
    return new RawDigest(Common.OBJECTS, Common.VAULT, Places.PARSER, Common.SETTINGS.bucket());
  }
}
