package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.model.feature.MemoryState;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The model that forecasts, as it lies in object storage: forecasting does not need MLflow. Files
 * lie under their version, and one small object says which version it is; that object is written
 * last, so a promotion that stops half-way changes nothing.
 *
 * @param version in the registry
 * @param run that trained it
 * @param world {@code simulated} or {@code real}
 * @param extract key of what it was trained on
 * @param promotedAt ISO instant
 * @param trainedTo last day it knows, ISO date
 */
public record Champion(
    int version, String run, String world, String extract, String promotedAt, String trainedTo) {
  static final String POINTER = "state/model/champion.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The champion of now; empty before the first. */
  static Optional<Champion> of(LearningObjects objects) {
    return objects
        .get(POINTER)
        .map(
            bytes -> {
              try {
                return JSON.readValue(bytes, Champion.class);
              } catch (IOException e) {
                throw new UncheckedIOException(
                    POINTER + " is broken: remove it and train again", e);
              }
            });
  }

  /** Makes this the champion. */
  void publish(LearningObjects objects, Map<String, byte[]> files) {
    files.forEach((name, content) -> objects.put(key(name), content, "application/octet-stream"));
    try {
      objects.put(
          POINTER,
          JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8),
          "application/json");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces its rolling correction: forecasts from now on are moved by it. */
  void correct(LearningObjects objects, RollingCorrection correction) {
    try {
      objects.put(
          key(DelayModel.CORRECTION),
          JSON.writeValueAsString(correction.toJson()).getBytes(StandardCharsets.UTF_8),
          "application/json");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces its long memory: forecasts from now on begin from it. */
  void remember(LearningObjects objects, MemoryState memory) {
    objects.put(key(DelayModel.MEMORY), memory.toFile(), "application/octet-stream");
  }

  /** Its model, read anew: with the memory that a watch carried on, where one did. */
  DelayModel model(LearningObjects objects) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : DelayModel.files()) {
      files.put(
          name,
          objects
              .get(key(name))
              .orElseThrow(() -> new IllegalStateException("the champion lacks " + key(name))));
    }
    objects.get(key(DelayModel.MEMORY)).ifPresent(memory -> files.put(DelayModel.MEMORY, memory));
    return load(files);
  }

  private String key(String name) {
    return "state/model/%d/%s".formatted(version, name);
  }

  /** A model of the files that {@link DelayModel#save} wrote, and of its memory carried on. */
  static DelayModel load(Map<String, byte[]> files) {
    return inFolder(
        folder -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
          }
          return DelayModel.load(folder);
        });
  }

  /** The files of a model. */
  static Map<String, byte[]> files(DelayModel model) {
    return inFolder(
        folder -> {
          model.save(folder);
          Map<String, byte[]> files = new LinkedHashMap<>();
          for (String name : DelayModel.files()) {
            files.put(name, Files.readAllBytes(folder.resolve(name)));
          }
          return files;
        });
  }

  private interface Work<T> {
    T in(Path folder) throws IOException;
  }

  private static <T> T inFolder(Work<T> work) {
    try {
      Path folder = Files.createTempDirectory("model");
      try {
        return work.in(folder);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
