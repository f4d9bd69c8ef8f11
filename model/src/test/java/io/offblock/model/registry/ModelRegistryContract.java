package io.offblock.model.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a registry of models must do. */
abstract class ModelRegistryContract {
  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  abstract ModelRegistry registry();

  private static String name() {
    return "retrain-" + UUID.randomUUID();
  }

  @Test
  void aTaskThatIsTriedAgainGoesOnWithItsRun() {
    String name = name();
    String run = registry().begin(name, NOW, Map.of("reason", "drift in carrier"));
    assertEquals(run, registry().begin(name, NOW, Map.of()));
    Run found = registry().find(name).orElseThrow();
    assertEquals(run, found.id());
    assertEquals(Run.State.RUNNING, found.state());
    assertEquals("drift in carrier", found.tags().get("reason"));
    registry().end(run, false, NOW);
    assertEquals(Run.State.FAILED, registry().find(name).orElseThrow().state());
    assertNotEquals(
        run,
        registry().begin(name, NOW.plusSeconds(1), Map.of()),
        "what has ended is not begun again");
    assertEquals(Optional.empty(), registry().find(name()));
  }

  @Test
  void parametersAreSaidOnce() {
    String run = registry().begin(name(), NOW, Map.of());
    registry().parameters(run, Map.of("epochs", "12"));
    registry().parameters(run, Map.of("epochs", "12", "seed", "7"));
    assertThrows(RegistryRefusal.class, () -> registry().parameters(run, Map.of("epochs", "13")));
  }

  @Test
  void metricsOfManyEpochs() {
    String run = registry().begin(name(), NOW, Map.of());
    List<Metric> losses =
        java.util.stream.IntStream.range(0, 1500)
            .mapToObj(
                i ->
                    new Metric(
                        "validation/log_loss",
                        i == 3 ? Double.NaN : .5 - i * 1e-4,
                        i,
                        NOW.plusSeconds(i)))
            .toList();
    registry().metrics(run, losses);
    assertThrows(RegistryRefusal.class, () -> registry().metrics("nobody", losses.subList(0, 1)));
  }

  @Test
  void filesComeBackAsTheyWere() {
    String run = registry().begin(name(), NOW, Map.of());
    byte[] content = new byte[3_000_000];
    new java.util.SplittableRandom(1).nextBytes(content);
    registry().keep(run, "model/network.bin", new byte[] {1});
    registry().keep(run, "model/network.bin", content);
    assertArrayEquals(content, registry().kept(run, "model/network.bin"));
    assertThrows(RegistryRefusal.class, () -> registry().kept(run, "model/nothing.bin"));
  }

  @Test
  void aliasesMoveFromVersionToVersion() {
    String first = registry().begin(name(), NOW, Map.of());
    ModelVersion one = registry().register(first, "model", Map.of("world", "sandbox"));
    assertEquals(
        one.version(),
        registry().register(first, "model", Map.of()).version(),
        "a run makes one version");
    assertEquals("sandbox", registry().versions().getFirst().tags().get("world"));
    assertEquals("model", one.path());
    registry().alias(ModelRegistry.CHAMPION, one.version());
    String second = registry().begin(name(), NOW, Map.of());
    ModelVersion two = registry().register(second, "model", Map.of());
    assertEquals(one.version() + 1, two.version());
    registry().alias(ModelRegistry.CHALLENGER, two.version());
    registry().tagVersion(two.version(), Map.of("verdict", "kept out: log loss is worse"));
    assertEquals(
        Set.of(ModelRegistry.CHAMPION),
        registry().version(ModelRegistry.CHAMPION).orElseThrow().aliases());
    registry().alias(ModelRegistry.CHAMPION, two.version());
    registry().unalias(ModelRegistry.CHALLENGER);
    registry().unalias(ModelRegistry.CHALLENGER);
    assertEquals(Optional.empty(), registry().version(ModelRegistry.CHALLENGER));
    ModelVersion champion = registry().version(ModelRegistry.CHAMPION).orElseThrow();
    assertEquals(second, champion.run());
    assertEquals("kept out: log loss is worse", champion.tags().get("verdict"));
    List<Integer> numbers = registry().versions().stream().map(ModelVersion::version).toList();
    assertEquals(numbers.stream().sorted(java.util.Comparator.reverseOrder()).toList(), numbers);
    assertTrue(numbers.containsAll(List.of(one.version(), two.version())));
    assertThrows(RegistryRefusal.class, () -> registry().alias(ModelRegistry.CHAMPION, 999));
  }
}
