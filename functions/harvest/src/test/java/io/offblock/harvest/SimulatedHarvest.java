package io.offblock.harvest;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.aws.Metrics;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.plan.LufthansaPages;
import io.offblock.harvest.plan.Plan;
import io.offblock.harvest.plan.SandboxWorld;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.harvest.raw.LastAnswers;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.harvest.raw.PayloadVault;
import io.offblock.harvest.raw.RawStore;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.Payload;
import io.offblock.sandbox.world.World;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The harvest's real loop, plan, pace and ledger against the sandbox's world, an hour in seconds.
 */
public final class SimulatedHarvest {
  private final PlayedTimeline timeline;
  private final SandboxWorld world;
  private final Plan plan;
  private final MemoryVault vault;
  private final Harvest harvest;
  private final List<Double> coverage = new ArrayList<>();
  private final List<HarvestResult> results = new ArrayList<>();

  public SimulatedHarvest(World of, Instant start) {
    this(of, start, 1000, Duration.ZERO, vault -> vault);
  }

  /**
   * @param quota calls that the provider really grants an hour
   * @param behind how far the provider's clock is behind ours
   * @param storage what stands before the vault of payloads
   */
  SimulatedHarvest(
      World of, Instant start, int quota, Duration behind, UnaryOperator<PayloadVault> storage) {
    timeline = new PlayedTimeline(start);
    world = new SandboxWorld(of, timeline, quota, behind);
    MemoryObjects objects = new MemoryObjects();
    vault = new MemoryVault(objects);
    Airports airports = Airports.packaged();
    plan = new Plan(iata -> airports.find(iata).map(Airport::zone));
    LastAnswers answers = new LastAnswers();
    harvest =
        new Harvest(
            new Harvest.Parts(
                world,
                new QuotaLedger(objects, 980, 4),
                plan,
                new PlanKeeper(objects, plan, answers),
                new RawStore(storage.apply(vault), answers),
                world.noting(new LufthansaPages(new LufthansaParser(airports), airports)),
                objects,
                Metrics.of(
                    "simulation", timeline::now, new PrintStream(OutputStream.nullOutputStream())),
                timeline,
                Runnable::run,
                4));
  }

  /** Runs a harvest each minute; the coverage is looked at every ten seconds. */
  public void minutes(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Instant minute = timeline.now();
      timeline.eachSecond(
          second -> {
            if (second.getEpochSecond() % 10 == 0) {
              coverage.add(world.coverage(second));
            }
          });
      results.add(harvest.run(minute.plusSeconds(50), minute.plusSeconds(54)));
      timeline.sleepUntil(minute.plusSeconds(60));
    }
  }

  /** Asks for exactly these, beside the plan. */
  List<FetchResult> fetch(List<String> requests) throws InterruptedException {
    return harvest.fetch(
        requests.stream().map(Request.Asked::new).toList(), timeline.now().plusSeconds(50));
  }

  /** Every ten seconds since the start. */
  public List<Double> coverage() {
    return coverage;
  }

  public List<HarvestResult> results() {
    return results;
  }

  /** Every payload that was kept, by its key. */
  Map<String, Payload> kept() {
    return vault.kept();
  }

  public SandboxWorld world() {
    return world;
  }

  public Instant now() {
    return timeline.now();
  }
}
