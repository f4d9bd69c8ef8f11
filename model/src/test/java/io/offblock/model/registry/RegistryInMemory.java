package io.offblock.model.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registry of tests; passes the contract that MLflow passes. */
public final class RegistryInMemory implements ModelRegistry {
  private static final class Entry {
    private final String name;
    private final Map<String, String> tags = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private Run.State state = Run.State.RUNNING;

    private Entry(String name) {
      this.name = name;
    }
  }

  private record Made(String run, String path, Instant at, Map<String, String> tags) {}

  private final Map<String, Entry> runs = new LinkedHashMap<>();
  private final List<Made> versions = new ArrayList<>();
  private final Map<String, Integer> aliases = new HashMap<>();

  /** All that was measured, in the order it came. */
  public final List<Metric> metrics = new ArrayList<>();

  @Override
  public String begin(String name, Instant at, Map<String, String> tags) {
    String id =
        find(name)
            .filter(r -> r.state() == Run.State.RUNNING)
            .map(Run::id)
            .orElseGet(
                () -> {
                  String made = "run" + (runs.size() + 1);
                  runs.put(made, new Entry(name));
                  return made;
                });
    tag(id, tags);
    return id;
  }

  @Override
  public Optional<Run> find(String name) {
    return runs.entrySet().stream()
        .filter(e -> e.getValue().name.equals(name))
        .reduce((first, last) -> last)
        .map(e -> new Run(e.getKey(), name, e.getValue().state, e.getValue().tags));
  }

  private Entry run(String id) {
    return Optional.ofNullable(runs.get(id))
        .orElseThrow(() -> new RegistryRefusal("the run " + id, "there is none"));
  }

  @Override
  public void parameters(String run, Map<String, String> parameters) {
    parameters.forEach(
        (k, v) -> {
          String before = run(run).parameters.putIfAbsent(k, v);
          if (before != null && !before.equals(v)) {
            throw new RegistryRefusal("the parameter " + k, "it is " + before);
          }
        });
  }

  @Override
  public void metrics(String run, List<Metric> measured) {
    run(run);
    measured.stream().filter(m -> Double.isFinite(m.value())).forEach(metrics::add);
  }

  @Override
  public void tag(String run, Map<String, String> tags) {
    run(run).tags.putAll(tags);
  }

  @Override
  public void keep(String run, String path, byte[] content) {
    run(run).files.put(path, content.clone());
  }

  @Override
  public byte[] kept(String run, String path) {
    return Optional.ofNullable(run(run).files.get(path))
        .orElseThrow(() -> new RegistryRefusal(path, "404"));
  }

  @Override
  public void end(String run, boolean well, Instant at) {
    run(run).state = well ? Run.State.FINISHED : Run.State.FAILED;
  }

  @Override
  public ModelVersion register(String run, String path, Map<String, String> tags) {
    run(run);
    for (int i = 0; i < versions.size(); i++) {
      if (versions.get(i).run().equals(run) && versions.get(i).path().equals(path)) {
        tagVersion(i + 1, tags);
        return version(i + 1);
      }
    }
    versions.add(new Made(run, path, Instant.EPOCH, new HashMap<>(tags)));
    return version(versions.size());
  }

  private ModelVersion version(int number) {
    Made made = versions.get(number - 1);
    Set<String> mine = new HashSet<>();
    aliases.forEach(
        (alias, v) -> {
          if (v == number) {
            mine.add(alias);
          }
        });
    return new ModelVersion(number, made.run(), made.path(), made.at(), mine, made.tags());
  }

  @Override
  public Optional<ModelVersion> version(String alias) {
    return Optional.ofNullable(aliases.get(alias)).map(this::version);
  }

  @Override
  public List<ModelVersion> versions() {
    List<ModelVersion> all = new ArrayList<>();
    for (int i = 1; i <= versions.size(); i++) {
      all.add(version(i));
    }
    all.sort(Comparator.comparingInt(ModelVersion::version).reversed());
    return all;
  }

  @Override
  public void alias(String alias, int version) {
    if (version < 1 || version > versions.size()) {
      throw new RegistryRefusal("version " + version, "there is none");
    }
    aliases.put(alias, version);
  }

  @Override
  public void unalias(String alias) {
    aliases.remove(alias);
  }

  @Override
  public void tagVersion(int version, Map<String, String> tags) {
    versions.get(version - 1).tags().putAll(tags);
  }
}
