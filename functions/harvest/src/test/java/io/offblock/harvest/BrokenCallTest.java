package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.aws.Metrics;
import io.offblock.harvest.lufthansa.Credentials;
import io.offblock.harvest.lufthansa.Keys;
import io.offblock.harvest.lufthansa.LufthansaClient;
import io.offblock.harvest.lufthansa.Outcome;
import io.offblock.harvest.lufthansa.Provider;
import io.offblock.harvest.lufthansa.Request.ReferencePage;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.plan.Plan;
import io.offblock.harvest.plan.SightingPage;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.harvest.raw.LastAnswers;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.harvest.raw.RawStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that breaks in a thread of its own, in a way that no outcome tells of. */
class BrokenCallTest {
  private static final IllegalStateException NO_SECRET =
      new IllegalStateException("the secret an-arn has no \"secret\"");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MemoryObjects objects = new MemoryObjects();
  private final Plan plan = new Plan(iata -> Optional.of(ZoneOffset.UTC));
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void aSecretThatCannotBeReadEndsTheRunAsFailedAndFailsTheInvocation() throws IOException {
    Keys keys =
        new Keys() {
          @Override
          public Credentials current() {
            throw NO_SECRET;
          }

          @Override
          public Credentials renewed() {
            throw NO_SECRET;
          }
        };
    Settings settings = new Settings("data", URI.create("http://127.0.0.1:9/v1"), 900, 4);
    Harvest harvest = harvest(new LufthansaClient(settings, keys, Timeline.system()));
    assertSame(NO_SECRET, assertThrows(IllegalStateException.class, () -> run(harvest)));

    JsonNode last = LastRun.read(objects).orElseThrow().path("last");
    assertEquals("failed", last.path("ended").asText());
    JsonNode metrics = new ObjectMapper().readTree(told.toString(StandardCharsets.UTF_8));
    assertTrue(metrics.path("Calls").asInt() > 0, metrics::toString);
    assertEquals(metrics.path("Calls").asInt(), metrics.path("CallsFailed").asInt());
    assertEquals(metrics.path("Calls").asInt(), plan.heldBack(Instant.now()).size());
  }

  @Test
  void aPageOfReferenceDataWhoseCallBreaksWaitsForItsTurnAgain() {
    AtomicReference<ReferencePage> broken = new AtomicReference<>();
    Harvest harvest =
        harvest(
            (request, permits, deadline) -> {
              if (request instanceof ReferencePage page) {
                broken.set(page);
                throw NO_SECRET;
              }
              return new Outcome.Nothing(request, Instant.now());
            });
    assertThrows(IllegalStateException.class, () -> run(harvest));
    assertNotNull(broken.get());
    assertEquals(broken.get(), plan.idle(Instant.now()).orElseThrow().request());
  }

  private static void run(Harvest harvest) throws InterruptedException {
    Instant now = Instant.now();
    harvest.run(now.plusSeconds(8), now.plusSeconds(9));
  }

  private Harvest harvest(Provider provider) {
    LastAnswers answers = new LastAnswers();
    return new Harvest(
        new Harvest.Parts(
            provider,
            new QuotaLedger(objects, 980, 4),
            plan,
            new PlanKeeper(objects, plan, answers),
            new RawStore(new MemoryVault(objects), answers),
            payload -> SightingPage.EMPTY,
            objects,
            Metrics.of("test", Instant::now, new PrintStream(told, true, StandardCharsets.UTF_8)),
            Timeline.system(),
            threads,
            4));
  }
}
