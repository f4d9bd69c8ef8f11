package io.offblock.model.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where trainings are written down and models are kept, each with what it came from. MLflow is the
 * real one; one in memory passes the same contract.
 *
 * <p>Every method throws {@link RegistryUnavailable} where the registry cannot be reached, to be
 * tried again, and {@link RegistryRefusal} where it will never take what was asked.
 */
public interface ModelRegistry {
  /** The registered model of Offblock. */
  String MODEL = "flight-delay";

  /** The alias of the version that forecasts. */
  String CHAMPION = "champion";

  /** The alias of the newest version that was compared with the champion and lost. */
  String CHALLENGER = "challenger";

  /**
   * Begins a run, or goes on with the one of this name that has not ended: a workflow's task may be
   * tried again.
   *
   * @param name of the run: the execution's name
   * @param at when it began
   * @return the run's id
   */
  String begin(String name, Instant at, Map<String, String> tags);

  /** The newest run of this name, ended or not. */
  Optional<Run> find(String name);

  /**
   * What the run was started with. The same said again is nothing new.
   *
   * @throws RegistryRefusal where a parameter was said before with another value
   */
  void parameters(String run, Map<String, String> parameters);

  /** Figures that the run measured; those that are no number are left out. */
  void metrics(String run, List<Metric> metrics);

  /** Tags of a run; each replaces an earlier value. */
  void tag(String run, Map<String, String> tags);

  /**
   * Keeps a file with the run. The same path again replaces it.
   *
   * @param path with slashes, such as {@code model/network.bin}
   */
  void keep(String run, String path, byte[] content);

  /**
   * A file of a run.
   *
   * @throws RegistryRefusal where the run has none of this path
   */
  byte[] kept(String run, String path);

  /** Ends a run, well or as failed. */
  void end(String run, boolean well, Instant at);

  /**
   * Makes a version of {@link #MODEL} of what the run kept under a path, or gives the one that was
   * made of it before.
   */
  ModelVersion register(String run, String path, Map<String, String> tags);

  /** The version that bears an alias. */
  Optional<ModelVersion> version(String alias);

  /** All versions, newest first. */
  List<ModelVersion> versions();

  /** Gives an alias to a version and takes it from the one that had it. */
  void alias(String alias, int version);

  /** Takes an alias away; nothing where no version bears it. */
  void unalias(String alias);

  /** Tags of a version; each replaces an earlier value. */
  void tagVersion(int version, Map<String, String> tags);
}
