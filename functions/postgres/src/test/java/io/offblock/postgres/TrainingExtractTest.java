package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.postgres.TrainingExtract.Question;
import io.offblock.postgres.TrainingSource.Simulated;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingExtractTest {
  private static final LocalDate FROM = LocalDate.of(2026, 11, 23);
  private static final LocalDate TO = LocalDate.of(2026, 11, 24);
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-25T12:00:00Z"));
  @TempDir static Path folder;

  /** Keeps the text of what was put. */
  private static final class ShelfInMemory implements TrainingExtract.Shelf {
    private final List<Simulated> simulated;
    private final Map<String, String> texts = new HashMap<>();

    private ShelfInMemory(List<Simulated> simulated) {
      this.simulated = simulated;
    }

    @Override
    public List<Simulated> simulated() {
      return simulated;
    }

    @Override
    public void put(String key, Path file) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        texts.put(key, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeAll
  static void load() {
    SmallWorld.load();
  }

  private static String extract(List<Simulated> simulated, String... sources) {
    ShelfInMemory shelf = new ShelfInMemory(simulated);
    try (PostgresSession session = Database.reader()) {
      TrainingExtract.Written written =
          new TrainingExtract(session, shelf, folder, NOON)
              .run(
                  new Question(
                      FROM, TO, List.of(sources), "training/test/extract.csv.gz", null, null));
      String text = shelf.texts.get("training/test/extract.csv.gz");
      assertEquals(written.rows() + 3, text.lines().count());
      assertTrue(text.endsWith("#end," + written.rows() + "\n"), text);
      assertTrue(written.bytes() > 0);
      return text;
    }
  }

  @Test
  void aFlightIsALineAsItIsKnownByNow() {
    List<String> lines = extract(List.of(), "lufthansa").lines().toList();
    assertEquals("#offblock-extract,1", lines.getFirst());
    assertTrue(
        lines.contains(
            "LH-101-MUC-FRA-20261124T0845,LH,101,MUC,FRA,DAIZA,32N,"
                + "2026-11-24T07:45Z,2026-11-24T08:45Z,2026-11-24T08:05Z,2026-11-24T09:10Z,0,0"),
        lines::toString);
    assertTrue(
        lines.contains(
            "LH-102-FRA-MUC-20261124T1030,LH,102,FRA,MUC,,32N,2026-11-24T09:30Z,2026-11-24T10:25Z,,,1,0"),
        lines::toString);
    assertTrue(lines.stream().noneMatch(l -> l.startsWith("LX-9-")), "it leaves after the window");
    assertEquals(9 + 3, lines.size());
  }

  /** What the sandbox played is told from what is real by when it was harvested. */
  @Test
  void theSimulatedWorldIsNeverMixedWithARealOne() {
    Instant middle = Samples.MOMENT.plusSeconds(60 * 5 + 30);
    List<Simulated> simulated = List.of(new Simulated(Samples.MOMENT, middle));
    String played = extract(simulated, "sandbox");
    String real = extract(simulated, "lufthansa");
    assertTrue(played.contains("LH-101-") && !real.contains("LH-101-"), played);
    assertTrue(real.contains("LH-104-") && !played.contains("LH-104-"), real);
    assertEquals(9, played.lines().count() + real.lines().count() - 6);
    assertEquals(3, extract(List.of(), "sandbox").lines().count());
    assertEquals(3, extract(simulated, "bts").lines().count());
    assertEquals(
        9 + 3,
        extract(List.of(new Simulated(Samples.MOMENT, Instant.MAX)), "sandbox").lines().count());
    assertThrows(IllegalArgumentException.class, () -> extract(simulated, "sandbox", "bts"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24, 2026-11-23, bts, training/a",
    "2026-11-23, 2026-11-24, weather, training/a",
    "2026-11-23, 2026-11-24, , training/a",
    "2024-01-01, 2026-11-24, bts, training/a",
    ", 2026-11-24, bts, training/a",
    "2026-11-23, 2026-11-24, bts, raw/a",
    "2026-11-23, 2026-11-24, bts, training/../raw/a",
  })
  void whatCanNeverBeAnsweredIsRefused(LocalDate from, LocalDate to, String source, String key) {
    TrainingExtract extract =
        new TrainingExtract(Database.reader(), new ShelfInMemory(List.of()), folder, NOON);
    Question question =
        new Question(from, to, source == null ? List.of() : List.of(source), key, null, null);
    assertThrows(IllegalArgumentException.class, () -> extract.run(question));
  }

  @Test
  void daysAroundToday() {
    ShelfInMemory shelf = new ShelfInMemory(List.of());
    try (PostgresSession session = Database.reader()) {
      TrainingExtract extract = new TrainingExtract(session, shelf, folder, NOON);
      List<String> sources = List.of("lufthansa");
      assertEquals(7, extract.run(new Question(null, null, sources, "training/live", 1, 1)).rows());
      assertEquals(9, extract.run(new Question(null, null, sources, "training/live", 2, 1)).rows());
      assertEquals(
          10, extract.run(new Question(null, null, sources, "training/live", 2, 9)).rows());
    }
  }

  @Test
  void notesOfWhatWasHarvested() {
    assertEquals(List.of(), TrainingShelf.simulated(List.of()));
    assertEquals(
        List.of(
            new Simulated(
                Instant.ofEpochMilli(1700000000000L), Instant.ofEpochMilli(1700000009000L)),
            new Simulated(Instant.ofEpochMilli(1700000010000L), Instant.MAX)),
        TrainingShelf.simulated(
            List.of(
                "state/worlds/1700000010000-sandbox",
                "state/worlds/1700000009000-real",
                "state/worlds/1700000005000-sandbox",
                "state/worlds/1700000000000-sandbox")));
    assertThrows(
        IllegalStateException.class, () -> TrainingShelf.simulated(List.of("state/worlds/x")));
  }
}
