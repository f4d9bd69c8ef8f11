package io.offblock.model.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * The registry in MLflow, by its Java client. What the client has no method for goes through its
 * own {@code sendGet} and {@code sendPost}; files go over HTTP, since the client would call a
 * Python program for them.
 */
public final class MlflowRegistry implements ModelRegistry, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCH = 900;
  private static final String NAME_TAG = "mlflow.runName";

  private final MlflowClient client;
  private final MlflowFiles files;
  private final String experiment;

  private MlflowRegistry(MlflowClient client, MlflowFiles files, String experiment) {
    this.client = client;
    this.files = files;
    this.experiment = experiment;
  }

  /**
   * Connects to a server that asks nobody who it is.
   *
   * @see #at(URI, Optional)
   */
  public static MlflowRegistry at(URI server) {
    return at(server, Optional.empty());
  }

  /**
   * Connects, and makes the experiment and the registered model where they are not there.
   *
   * @param server such as {@code http://127.0.0.1:5000}
   * @param login sent with each call; empty where the server asks for none
   */
  public static MlflowRegistry at(URI server, Optional<MlflowLogin> login) {
    MlflowClient client =
        login
            .map(
                one ->
                    new MlflowClient(
                        new BasicMlflowHostCreds(server.toString(), one.user(), one.password())))
            .orElseGet(() -> new MlflowClient(server.toString()));
    String experiment =
        call(
            "finding the experiment",
            () ->
                client
                    .getExperimentByName(MODEL)
                    .map(Service.Experiment::getExperimentId)
                    .orElseGet(() -> experiment(client)));
    MlflowRegistry registry =
        new MlflowRegistry(client, new MlflowFiles(server, login), experiment);
    if (registry.get("registered-models/get?name=" + MODEL).isEmpty()) {
      try {
        registry.post("registered-models/create", JSON.createObjectNode().put("name", MODEL));
      } catch (RegistryRefusal e) {
        // Another function was faster; where it was not, the next call says what is wrong.
        registry.get("registered-models/get?name=" + MODEL).orElseThrow(() -> e);
      }
    }
    return registry;
  }

  /** Where it is. */
  public URI server() {
    return files.server();
  }

  private static String experiment(MlflowClient client) {
    try {
      return client.createExperiment(MODEL);
    } catch (MlflowHttpException e) {
      return client.getExperimentByName(MODEL).orElseThrow(() -> e).getExperimentId();
    }
  }

  @Override
  public String begin(String name, Instant at, Map<String, String> tags) {
    Optional<Run> open = find(name).filter(r -> r.state() == Run.State.RUNNING);
    if (open.isPresent()) {
      tag(open.get().id(), tags);
      return open.get().id();
    }
    Service.CreateRun.Builder run =
        Service.CreateRun.newBuilder()
            .setExperimentId(experiment)
            .setStartTime(at.toEpochMilli())
            .addTags(Service.RunTag.newBuilder().setKey(NAME_TAG).setValue(name));
    tags.forEach((k, v) -> run.addTags(Service.RunTag.newBuilder().setKey(k).setValue(v)));
    return call("beginning a run", () -> client.createRun(run.build()).getRunId());
  }

  @Override
  public Optional<Run> find(String name) {
    if (name.contains("'")) {
      throw new IllegalArgumentException("no name of a run: " + name);
    }
    return call(
        "finding the run " + name,
        () ->
            client
                .searchRuns(
                    List.of(experiment),
                    "tags.`%s` = '%s'".formatted(NAME_TAG, name),
                    Service.ViewType.ACTIVE_ONLY,
                    1,
                    List.of("attributes.start_time DESC"))
                .getItems()
                .stream()
                .findFirst()
                .map(found -> run(name, client.getRun(found.getInfo().getRunId()))));
  }

  private static Run run(String name, Service.Run run) {
    Map<String, String> tags = new HashMap<>();
    run.getData().getTagsList().forEach(t -> tags.put(t.getKey(), t.getValue()));
    tags.keySet().removeIf(k -> k.startsWith("mlflow."));
    Run.State state =
        switch (run.getInfo().getStatus()) {
          case RUNNING, SCHEDULED -> Run.State.RUNNING;
          case FINISHED -> Run.State.FINISHED;
          case FAILED, KILLED -> Run.State.FAILED;
        };
    return new Run(run.getInfo().getRunId(), name, state, tags);
  }

  @Override
  public void parameters(String run, Map<String, String> parameters) {
    batch(
        run,
        List.of(),
        parameters.entrySet().stream()
            .map(e -> Service.Param.newBuilder().setKey(e.getKey()).setValue(e.getValue()).build())
            .toList(),
        Map.of());
  }

  @Override
  public void metrics(String run, List<Metric> metrics) {
    List<Service.Metric> rows =
        metrics.stream()
            .filter(m -> Double.isFinite(m.value()))
            .map(
                m ->
                    Service.Metric.newBuilder()
                        .setKey(m.name())
                        .setValue(m.value())
                        .setStep(m.step())
                        .setTimestamp(m.at().toEpochMilli())
                        .build())
            .toList();
    for (int from = 0; from < rows.size(); from += BATCH) {
      batch(run, rows.subList(from, Math.min(rows.size(), from + BATCH)), List.of(), Map.of());
    }
  }

  @Override
  public void tag(String run, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      batch(run, List.of(), List.of(), tags);
    }
  }

  private void batch(
      String run,
      List<Service.Metric> metrics,
      List<Service.Param> parameters,
      Map<String, String> tags) {
    List<Service.RunTag> asked =
        tags.entrySet().stream()
            .map(e -> Service.RunTag.newBuilder().setKey(e.getKey()).setValue(e.getValue()).build())
            .toList();
    call(
        "writing to the run " + run,
        () -> {
          client.logBatch(run, metrics, parameters, asked);
          return null;
        });
  }

  @Override
  public void keep(String run, String path, byte[] content) {
    files.put(experiment, run, path, content);
  }

  @Override
  public byte[] kept(String run, String path) {
    return files.get(experiment, run, path);
  }

  @Override
  public void end(String run, boolean well, Instant at) {
    call(
        "ending the run " + run,
        () -> {
          client.setTerminated(
              run, well ? Service.RunStatus.FINISHED : Service.RunStatus.FAILED, at.toEpochMilli());
          return null;
        });
  }

  @Override
  public ModelVersion register(String run, String path, Map<String, String> tags) {
    Optional<ModelVersion> before =
        versions().stream().filter(v -> v.run().equals(run) && v.path().equals(path)).findFirst();
    if (before.isPresent()) {
      tagVersion(before.get().version(), tags);
      return versionOf(before.get().version());
    }
    ObjectNode asked =
        JSON.createObjectNode()
            .put("name", MODEL)
            .put("run_id", run)
            .put("source", "mlflow-artifacts:/%s/%s/artifacts/%s".formatted(experiment, run, path));
    tags.forEach((k, v) -> asked.withArray("tags").addObject().put("key", k).put("value", v));
    return version(post("model-versions/create", asked).get("model_version"));
  }

  @Override
  public Optional<ModelVersion> version(String alias) {
    return get("registered-models/alias?name=%s&alias=%s".formatted(MODEL, alias))
        .map(found -> versionOf(found.get("model_version").get("version").asInt()));
  }

  /** Asked for by its number, a version tells its aliases too. */
  private ModelVersion versionOf(int number) {
    return get("model-versions/get?name=%s&version=%d".formatted(MODEL, number))
        .map(found -> version(found.get("model_version")))
        .orElseThrow(() -> new RegistryRefusal("version " + number, "there is none"));
  }

  @Override
  public List<ModelVersion> versions() {
    List<ModelVersion> versions = new ArrayList<>();
    String page = "";
    do {
      JsonNode found =
          get("model-versions/search?filter=name%3D%27" + MODEL + "%27&max_results=200" + page)
              .orElseGet(JSON::createObjectNode);
      found.path("model_versions").forEach(v -> versions.add(versionOf(v.get("version").asInt())));
      String next = found.path("next_page_token").asText("");
      page = next.isEmpty() ? "" : "&page_token=" + next;
    } while (!page.isEmpty());
    versions.sort(Comparator.comparingInt(ModelVersion::version).reversed());
    return versions;
  }

  private ModelVersion version(JsonNode v) {
    Map<String, String> tags = new HashMap<>();
    v.path("tags").forEach(t -> tags.put(t.get("key").asText(), t.path("value").asText("")));
    Set<String> aliases = new LinkedHashSet<>();
    v.path("aliases").forEach(a -> aliases.add(a.asText()));
    String source = v.path("source").asText();
    int at = source.indexOf("/artifacts/");
    return new ModelVersion(
        v.get("version").asInt(),
        v.path("run_id").asText(),
        at < 0 ? source : source.substring(at + "/artifacts/".length()),
        Instant.ofEpochMilli(v.path("creation_timestamp").asLong()),
        aliases,
        tags);
  }

  @Override
  public void alias(String alias, int version) {
    post(
        "registered-models/alias",
        JSON.createObjectNode()
            .put("name", MODEL)
            .put("alias", alias)
            .put("version", Integer.toString(version)));
  }

  @Override
  public void unalias(String alias) {
    files.delete(
        "registered-models/alias",
        JSON.createObjectNode().put("name", MODEL).put("alias", alias).toString());
  }

  @Override
  public void tagVersion(int version, Map<String, String> tags) {
    tags.forEach(
        (k, v) ->
            post(
                "model-versions/set-tag",
                JSON.createObjectNode()
                    .put("name", MODEL)
                    .put("version", Integer.toString(version))
                    .put("key", k)
                    .put("value", v)));
  }

  /** Empty where there is no such thing. */
  private Optional<JsonNode> get(String path) {
    try {
      return Optional.of(parsed(call(path, () -> client.sendGet(path))));
    } catch (RegistryRefusal e) {
      if (e.getMessage().contains("RESOURCE_DOES_NOT_EXIST")
          || e.getMessage().contains("not found")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private JsonNode post(String path, ObjectNode asked) {
    return parsed(call(path, () -> client.sendPost(path, asked.toString())));
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new RegistryRefusal("a question", "its answer is no JSON: " + e.getOriginalMessage());
    }
  }

  private static <T> T call(String what, Supplier<T> asked) {
    try {
      return asked.get();
    } catch (MlflowHttpException e) {
      if (e.getStatusCode() >= 500 || e.getStatusCode() == 429) {
        throw new RegistryUnavailable(what, e);
      }
      throw new RegistryRefusal(what, e.getStatusCode() + " " + e.getBodyMessage());
    } catch (MlflowClientException e) {
      throw new RegistryUnavailable(what, e);
    }
  }

  @Override
  public void close() {
    client.close();
    files.close();
  }
}
