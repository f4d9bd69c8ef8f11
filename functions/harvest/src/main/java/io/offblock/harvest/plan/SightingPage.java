package io.offblock.harvest.plan;

import java.util.List;
import java.util.OptionalInt;

/**
 * An answer reduced to what the plan learns from it.
 *
 * @param sightings in the provider's order
 * @param items how many records of any kind it holds
 * @param total the provider's TotalCount, where it says so
 */
public record SightingPage(List<Sighting> sightings, int items, OptionalInt total) {
  public static final SightingPage EMPTY = new SightingPage(List.of(), 0, OptionalInt.empty());

  public SightingPage {
    sightings = List.copyOf(sightings);
  }
}
