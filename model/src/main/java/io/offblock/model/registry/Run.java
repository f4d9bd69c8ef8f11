package io.offblock.model.registry;

import java.util.Map;

/**
 * A training as the registry tells it.
 *
 * @param id the registry's
 * @param name the execution's
 * @param state where it is
 * @param tags by name
 */
public record Run(String id, String name, State state, Map<String, String> tags) {
  public Run {
    tags = Map.copyOf(tags);
  }

  /** Whether a run goes on, and else how it ended. */
  public enum State {
    RUNNING,
    FINISHED,
    FAILED
  }
}
