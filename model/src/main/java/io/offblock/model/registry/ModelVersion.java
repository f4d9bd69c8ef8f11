package io.offblock.model.registry;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A version of the registered model.
 *
 * @param version 1, 2, …
 * @param run that made it
 * @param path of its files among what the run kept
 * @param madeAt when it was registered
 * @param aliases that it bears
 * @param tags by name
 */
public record ModelVersion(
    int version,
    String run,
    String path,
    Instant madeAt,
    Set<String> aliases,
    Map<String, String> tags) {
  public ModelVersion {
    aliases = Set.copyOf(aliases);
    tags = Map.copyOf(tags);
  }
}
