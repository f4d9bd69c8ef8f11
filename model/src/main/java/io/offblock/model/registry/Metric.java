package io.offblock.model.registry;

import java.time.Instant;
import java.util.Objects;

/**
 * A figure of a run at a step.
 *
 * @param name letters, digits, {@code _ - . /} and spaces
 * @param value the figure
 * @param step the epoch it belongs to; 0 for one that stands for the whole run
 * @param at when it was measured
 */
public record Metric(String name, double value, long step, Instant at) {
  public Metric {
    Objects.requireNonNull(name);
    Objects.requireNonNull(at);
  }
}
