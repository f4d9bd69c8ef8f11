package io.offblock.learning;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.model.registry.ModelVersion;
import io.offblock.model.registry.RegistryUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Which model forecasts, which there were, and how far flights have moved from it; before the first
 * training none, which is no error.
 */
final class ModelAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LearningObjects objects;
  private final Supplier<ModelRegistry> registry;
  private final WhatIf whatIf;

  /**
   * @param registry asked for its versions; the champion is told without it
   */
  ModelAnswers(LearningObjects objects, Supplier<ModelRegistry> registry, InstantSource clock) {
    this.whatIf = new WhatIf(objects, clock);
    this.objects = Objects.requireNonNull(objects);
    this.registry = Objects.requireNonNull(registry);
  }

  Router on(Router router) {
    return router
        .get("/v1/model", this::model)
        .get("/v1/model/drift", r -> drift())
        .with("POST", "/v1/flights/{flight}/{date}/forecast", this::whatIf);
  }

  private ApiAnswer model(ApiRequest request) {
    Fields fields =
        Fields.none()
            .with("name", ModelRegistry.MODEL)
            .maybe("champion", Champion.of(objects).map(ModelAnswers::champion))
            .maybe("drift_measured_at", report().map(r -> r.get("measuredAt")));
    List<ModelVersion> versions;
    try {
      versions = registry.get().versions();
    } catch (RegistryUnavailable e) {
      return ApiAnswer.json(
          fields
              .with("versions", List.of())
              .with("versions_missing", "the registry does not answer: " + e.getMessage())
              .map());
    }
    return ApiAnswer.json(
        fields.with("versions", versions.stream().map(ModelAnswers::version).toList()).map());
  }

  private ApiAnswer whatIf(ApiRequest request) {
    return ApiAnswer.json(
        whatIf.of(request.flightNumber("flight"), request.day("date"), Given.of(request.body())));
  }

  private ApiAnswer drift() {
    return ApiAnswer.json(
        report()
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "drift has not been measured yet",
                        "It is measured daily once there is a champion; or now: ./offblock drift.")));
  }

  private Optional<Map<String, Object>> report() {
    return objects
        .get(Watching.REPORT)
        .map(
            bytes -> {
              try {
                return JSON.readValue(bytes, new TypeReference<Map<String, Object>>() {});
              } catch (IOException e) {
                throw new UncheckedIOException(Watching.REPORT + " is broken: remove it", e);
              }
            });
  }

  private static Map<String, Object> champion(Champion c) {
    return Fields.none()
        .with("version", c.version())
        .with("run", c.run())
        .with("world", c.world())
        .with("trained_to", c.trainedTo())
        .with("promoted_at", c.promotedAt())
        .map();
  }

  private static Map<String, Object> version(ModelVersion v) {
    return Fields.none()
        .with("version", v.version())
        .with("run", v.run())
        .with("made_at", v.madeAt())
        .with("aliases", v.aliases().stream().sorted().toList())
        .with("tags", new TreeMap<>(v.tags()))
        .map();
  }
}
