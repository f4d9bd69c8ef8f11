package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.raw.PayloadVault;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;
import io.offblock.sandbox.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The harvest's real loop where not the plan but the world around it goes wrong. */
class HarvestTroubleTest {
  private static final World WORLD = World.of(1);

  /** Calls that may be under way when the provider first says that the hour is used up. */
  private static final int UNDER_WAY = 4;

  @Test
  void whereAnotherClientTakesHalfOfTheHourNothingIsAskedInVainAndTheNextHourGoesOn()
      throws InterruptedException {
    SimulatedHarvest harvest = provider(Instant.parse("2026-11-24T08:40:03Z"), 500, Duration.ZERO);
    harvest.minutes(20);
    assertTrue(
        harvest.results().subList(15, 20).stream().allMatch(r -> r.ended().equals("quota")),
        () -> "after the hour's calls: " + harvest.results());
    assertTrue(refused(harvest) <= UNDER_WAY, () -> harvest.world().statuses().toString());
    int kept = harvest.kept().size();

    harvest.minutes(4);
    assertTrue(harvest.kept().size() > kept + 60, "the new hour's calls are not used");
    assertTrue(refused(harvest) <= UNDER_WAY, () -> harvest.world().statuses().toString());
  }

  /** One call that came too early, by two seconds, cost all of the new hour. */
  @Test
  void whereTheProvidersHourBeginsLaterTheNewHourGoesOn() throws InterruptedException {
    SimulatedHarvest harvest =
        provider(Instant.parse("2026-11-24T08:50:30Z"), 200, Duration.ofSeconds(2));
    harvest.minutes(9);
    assertEquals("quota", harvest.results().getLast().ended());
    assertTrue(refused(harvest) <= UNDER_WAY, () -> harvest.world().statuses().toString());
    int kept = harvest.kept().size();
    int before = refused(harvest);

    harvest.minutes(1);
    HarvestResult over = harvest.results().getLast();
    assertTrue(refused(harvest) > before, "no call came before the provider's hour");
    assertEquals("time", over.ended());
    assertTrue(harvest.kept().size() > kept, "the run goes on after the provider's full hour");
    harvest.minutes(3);
    assertTrue(harvest.kept().size() > kept + 60, "the new hour's calls are not used");
    assertTrue(refused(harvest) <= before + UNDER_WAY, () -> harvest.world().statuses().toString());
  }

  /** The refusal came back when the next hour had begun, and the wrong one was given up. */
  @Test
  void aCallOfTheLastHourThatIsRefusedInTheNextGivesUpTheLast() throws InterruptedException {
    SimulatedHarvest harvest =
        provider(Instant.parse("2026-11-24T08:59:59.700Z"), 1, Duration.ZERO);
    List<String> board = List.of("/operations/flightstatus/departures/FRA/2026-11-24T08:00");
    assertTrue(harvest.fetch(board).getFirst().toString().contains("QUOTA_EXHAUSTED"));
    assertTrue(harvest.now().isAfter(Instant.parse("2026-11-24T09:00:00Z")));
    harvest.fetch(board);
    assertEquals(1, harvest.kept().size(), () -> harvest.world().statuses().toString());
  }

  @Test
  void whileStorageIsAwayNothingIsTakenForKnownAndAfterwardsTheSkyIsSeenAgain()
      throws InterruptedException {
    AtomicBoolean away = new AtomicBoolean();
    SimulatedHarvest harvest =
        new SimulatedHarvest(
            WORLD,
            Instant.parse("2026-11-24T08:20:03Z"),
            1000,
            Duration.ZERO,
            vault -> failing(vault, away));
    harvest.minutes(3);
    int kept = harvest.kept().size();

    away.set(true);
    harvest.minutes(3);
    List<HarvestResult> dark = harvest.results().subList(3, 6);
    assertTrue(dark.stream().allMatch(r -> r.ended().equals("storage")), dark::toString);
    assertEquals(kept, harvest.kept().size());
    assertTrue(
        dark.stream().mapToInt(HarvestResult::calls).sum() <= 3 * UNDER_WAY,
        () -> "calls are spent on answers that nobody can keep: " + dark);

    away.set(false);
    harvest.minutes(6);
    assertTrue(harvest.coverage().getLast() >= 0.95, () -> harvest.coverage().toString());
  }

  private static SimulatedHarvest provider(Instant start, int quota, Duration behind) {
    return new SimulatedHarvest(WORLD, start, quota, behind, vault -> vault);
  }

  private static int refused(SimulatedHarvest harvest) {
    return harvest.world().statuses().entrySet().stream()
        .filter(s -> s.getKey().startsWith("403"))
        .mapToInt(java.util.Map.Entry::getValue)
        .sum();
  }

  private static PayloadVault failing(PayloadVault vault, AtomicBoolean away) {
    return new PayloadVault() {
      @Override
      public StoredObject put(Payload payload, int status) {
        return reached().put(payload, status);
      }

      @Override
      public StoredObject putSeen(Payload payload) {
        return reached().putSeen(payload);
      }

      @Override
      public Payload read(StoredObject object) {
        return reached().read(object);
      }

      private PayloadVault reached() {
        if (away.get()) {
          throw new StoreUnavailable("storage", "keeping", new IOException("no space left"));
        }
        return vault;
      }
    };
  }
}
