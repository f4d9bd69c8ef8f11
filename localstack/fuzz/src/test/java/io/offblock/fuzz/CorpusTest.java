package io.offblock.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.postgres.RequestsFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing found worth keeping is played back: seeds, inputs that reach new code, findings. */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/io/offblock/fuzz");

  /** A target's entry. */
  private interface Target {
    void on(byte[] input) throws Exception;
  }

  private static final Map<String, Target> TARGETS =
      Map.of(
          "answers", AnswersFuzz::fuzzerTestOneInput,
          "ontime", OnTimeFuzz::fuzzerTestOneInput,
          "requests", RequestsFuzz::fuzzerTestOneInput);

  @TestFactory
  Stream<DynamicTest> eachInputEndsAsItMust() {
    return TARGETS.entrySet().stream()
        .map(
            target ->
                DynamicTest.dynamicTest(
                    target.getKey(),
                    () -> {
                      List<Path> inputs = inputs(target.getKey());
                      assertTrue(inputs.size() >= 8, "the corpus of " + target.getKey());
                      for (Path input : inputs) {
                        try {
                          target.getValue().on(Files.readAllBytes(input));
                        } catch (Throwable e) {
                          throw new AssertionError(input + " does not end as it must", e);
                        }
                      }
                    }));
  }

  private static List<Path> inputs(String target) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
      return files.sorted().toList();
    }
  }
}
