package io.offblock.model.forecast;

import io.offblock.model.network.Weights;
import java.util.Objects;

/**
 * A trained network for some of the horizons. The evening before, only memory and schedule are
 * known, and a network that also learns from what the day tells fits their noise; so each has its
 * own.
 *
 * @param weights of the network
 * @param usual first layer of the usual flight, by horizon and group of features; what reasons are
 *     told against
 */
public record Specialist(Weights weights, Usual usual) {
  public Specialist {
    Objects.requireNonNull(weights);
    Objects.requireNonNull(usual);
  }
}
