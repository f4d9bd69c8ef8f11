package io.offblock.learning;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.offblock.learning.LearningFunctions.Failure;
import io.offblock.learning.LearningFunctions.Task;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Which step of the workflow a task is. */
final class Steps {
  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

  private Steps() {}

  /**
   * Takes it.
   *
   * @throws IllegalArgumentException where there is no such step, or it lacks what it needs
   */
  static Map<String, Object> take(
      Task task, Supplier<Retraining> training, Supplier<Watching> watching) {
    if (task != null && "watch".equals(task.step()) && task.flights() != null) {
      return MAPPER.convertValue(watching.get().run(task.flights()), new TypeReference<>() {});
    }
    if (task == null || task.step() == null || task.window() == null) {
      throw new IllegalArgumentException("a task of the workflow has a step and a window");
    }
    Retraining retraining = training.get();
    Object answer =
        switch (task.step()) {
          case "train" -> retraining.train(task.window());
          case "compare" -> retraining.compare(task.window(), run(task));
          case "register" ->
              retraining.register(
                  task.window(), run(task), Objects.requireNonNull(task.verdict(), "verdict"));
          case "fail" -> {
            Failure e = task.error() == null ? new Failure("unknown", "") : task.error();
            retraining.fail(task.window(), e.Error(), e.Cause());
            yield Map.of("failed", task.window().name());
          }
          default ->
              throw new IllegalArgumentException(
                  "no step %s: there are train, compare, register, fail and watch"
                      .formatted(task.step()));
        };
    return MAPPER.convertValue(answer, new TypeReference<>() {});
  }

  private static String run(Task task) {
    return Objects.requireNonNull(task.run(), "run");
  }
}
