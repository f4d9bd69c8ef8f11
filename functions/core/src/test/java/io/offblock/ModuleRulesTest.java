package io.offblock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The house rules that a compiler does not keep: who may import what. Read from the sources of all
 * modules.
 */
class ModuleRulesTest {
  private static final List<String> STORES = List.of("postgres", "mongodb", "opensearch", "neo4j");
  private static final List<String> FUNCTIONS =
      List.of("harvest", "operations", "learning", "postgres", "mongodb", "opensearch", "neo4j");

  /** What each driver's imports begin with: only its store's module may have it. */
  private static final Map<String, Pattern> DRIVERS =
      Map.of(
          "postgres",
              Pattern.compile(
                  "import (static )?(org\\.postgresql|javax\\.sql|java\\.sql|org\\.flywaydb)\\b"),
          "mongodb", Pattern.compile("import (static )?(com\\.mongodb|org\\.bson)\\b"),
          "opensearch", Pattern.compile("import (static )?org\\.opensearch\\b"),
          "neo4j", Pattern.compile("import (static )?org\\.neo4j\\b"));

  private static final Pattern CORE_MAY =
      Pattern.compile(
          "import (static"
              + " )?(java\\.(?!sql|util\\.logging)|javax\\.crypto\\.|io\\.offblock\\.|com\\.fasterxml\\.jackson\\.).*");
  private static final Pattern SYSTEM_CLOCK =
      Pattern.compile(
          "Clock\\.system|InstantSource\\.system|(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\(|currentTimeMillis|ZoneId\\.systemDefault");

  private static List<Path> sources(String folder) {
    Path path = CapturedData.root().resolve(folder).resolve("src/main/java");
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> imports(Path source) {
    return lines(source).stream().filter(l -> l.startsWith("import ")).toList();
  }

  private static List<String> lines(Path source) {
    try {
      return Files.readAllLines(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ofAFunction(String line) {
    return FUNCTIONS.stream().anyMatch(module -> line.contains("io.offblock." + module + "."));
  }

  private static void rule(List<String> broken) {
    assertEquals(List.of(), broken, () -> "broken:\n" + String.join("\n", broken));
  }

  @Test
  void coreIsPlainJavaWithOneJsonLibrary() {
    List<String> broken = new ArrayList<>();
    List<Path> core = sources("functions/core");
    assertTrue(core.size() > 30, "core was not found");
    for (Path source : core) {
      for (String line : imports(source)) {
        if (!CORE_MAY.matcher(line).matches()) {
          broken.add(source + ": " + line);
        }
      }
      for (String line : imports(source)) {
        if (line.contains("io.offblock.aws.") || ofAFunction(line)) {
          broken.add(source + ": " + line);
        }
      }
    }
    rule(broken);
  }

  @Test
  void coreNeverAsksTheSystemForTheTime() {
    List<String> broken = new ArrayList<>();
    for (Path source : sources("functions/core")) {
      for (String line : lines(source)) {
        if (SYSTEM_CLOCK.matcher(line).find()) {
          broken.add(source + ": " + line.strip());
        }
      }
    }
    rule(broken);
  }

  @Test
  void storesDoNotKnowEachOtherNorEachOthersDrivers() {
    List<String> broken = new ArrayList<>();
    for (String store : STORES) {
      for (Path source : sources("functions/" + store)) {
        for (String line : imports(source)) {
          for (String other : STORES) {
            if (!other.equals(store)
                && (line.contains("io.offblock." + other + ".")
                    || DRIVERS.get(other).matcher(line).find())) {
              broken.add(source + ": " + line);
            }
          }
        }
      }
    }
    rule(broken);
  }

  @Test
  void functionsMeetInObjectsAndEventsAndNeverImportEachOther() {
    List<String> broken = new ArrayList<>();
    for (String module : FUNCTIONS) {
      List<Path> sources = sources("functions/" + module);
      assertTrue(sources.size() > 3, module + " was not found");
      for (Path source : sources) {
        for (String line : imports(source)) {
          if (ofAFunction(line) && !line.contains("io.offblock." + module + ".")) {
            broken.add(source + ": " + line);
          }
        }
      }
    }
    rule(broken);
  }

  @Test
  void onlyStoresHaveDrivers() {
    List<String> broken = new ArrayList<>();
    for (String module : List.of("core", "aws", "harvest", "operations", "learning")) {
      for (Path source : sources("functions/" + module)) {
        for (String line : imports(source)) {
          if (DRIVERS.values().stream().anyMatch(d -> d.matcher(line).find())) {
            broken.add(source + ": " + line);
          }
        }
      }
    }
    rule(broken);
  }

  @Test
  void theModelKnowsCoreItsEngineAndItsRegistryOnly() {
    Pattern may =
        Pattern.compile(
            "import (static"
                + " )?(java\\.(?!sql)|com\\.sun\\.management\\.|io\\.offblock\\.|com\\.fasterxml\\.jackson\\.|ai\\.djl\\.|org\\.mlflow\\.).*");
    List<String> broken = new ArrayList<>();
    List<Path> model = sources("model");
    assertTrue(model.size() > 20, "the model was not found");
    for (Path source : model) {
      for (String line : imports(source)) {
        boolean engine = line.contains("import ai.djl.");
        boolean training = source.getParent().endsWith("network");
        boolean mlflow = line.contains("import org.mlflow.");
        if (!may.matcher(line).matches()
            || engine && !training
            || mlflow && !source.getParent().endsWith("registry")
            || line.matches(
                "import (static"
                    + " )?io\\.offblock\\.(aws|harvest|operations|learning|postgres|mongodb|opensearch|neo4j)\\..*")) {
          broken.add(source + ": " + line);
        }
      }
    }
    rule(broken);
  }
}
