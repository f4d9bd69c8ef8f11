package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts the workflow under the window's name, so that a window runs once whoever asks: the
 * schedule, drift, or a person.
 */
public final class StartRetraining {
  /** Days of a window that nobody chose; those of them that have flights are trained on. */
  static final int DAYS = 75;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The workflow. */
  interface Workflow {
    /** Starts an execution; false where there is or was one of this name. */
    boolean start(String name, String input);
  }

  /**
   * What is asked for, each part optional.
   *
   * @param from first day; null for {@value #DAYS} days before the last
   * @param to last day; null for the day before yesterday, whose outcomes are in
   * @param sources null for what is harvested
   * @param reason null for the schedule
   * @param again a number that tells one more run of the same window from the first; null for none
   */
  public record Asked(
      LocalDate from, LocalDate to, List<String> sources, String reason, String again) {
    static Asked bySchedule() {
      return new Asked(null, null, null, "on schedule", null);
    }
  }

  /**
   * What was started.
   *
   * @param name of the execution
   * @param started false where it was started before
   */
  public record Started(String name, boolean started) {}

  private final Workflow workflow;
  private final InstantSource clock;
  private final List<String> usual;

  /**
   * @param usual sources of a window that names none
   */
  StartRetraining(Workflow workflow, InstantSource clock, List<String> usual) {
    this.workflow = Objects.requireNonNull(workflow);
    this.clock = Objects.requireNonNull(clock);
    this.usual = List.copyOf(usual);
  }

  Started run(Asked asked) {
    LocalDate to =
        asked.to() != null
            ? asked.to()
            : clock.instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(2);
    LocalDate from = asked.from() != null ? asked.from() : to.minusDays(DAYS - 1L);
    List<String> sources =
        asked.sources() == null || asked.sources().isEmpty() ? usual : asked.sources();
    String name = TrainingWindow.name(from, to, sources.stream().sorted().toList());
    TrainingWindow window =
        new TrainingWindow(
            asked.again() == null ? name : name + "_" + asked.again(),
            from,
            to,
            sources,
            asked.reason() == null ? "on schedule" : asked.reason());
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("name", window.name());
    words.put("from", from.toString());
    words.put("to", to.toString());
    words.put("sources", window.sources());
    words.put("reason", window.reason());
    Map<String, Object> input = Map.of("window", words, "extract", window.extract());
    try {
      return new Started(
          window.name(), workflow.start(window.name(), JSON.writeValueAsString(input)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
