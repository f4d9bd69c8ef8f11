package io.offblock.model.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.offblock.model.feature.MemoryState;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A model as three files: what training made, what is said of it, and the daily correction. Where
 * its memory was carried on since, that is a fourth, and stands for the one that training made.
 */
final class ModelFolder {
  private static final String MODEL = "model.bin.gz";
  private static final String METADATA = "model.json";
  static final String CORRECTION = "correction.json";
  static final String MEMORY = "memory.bin.gz";
  static final List<String> FILES = List.of(MODEL, METADATA, CORRECTION);
  private static final int FORMAT = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFolder() {}

  static void save(
      DelayModel model, Specialist evening, Specialist day, Calibration calibration, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(MEMORY));
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve(MODEL))), 1 << 16))) {
      out.writeInt(FORMAT);
      ModelParts.write(out, model.encoding());
      for (Specialist of : new Specialist[] {evening, day}) {
        of.weights().write(out);
        of.usual().write(out);
      }
      ModelParts.write(out, model.carriers());
      ModelParts.write(out, model.airports());
      ModelParts.write(out, calibration);
      out.writeBoolean(model.memory().isPresent());
      if (model.memory().isPresent()) {
        model.memory().get().write(out);
      }
    }
    JSON.writer(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve(METADATA).toFile(), model.metadata());
    JSON.writeValue(folder.resolve(CORRECTION).toFile(), model.correction().toJson());
  }

  @SuppressWarnings("unchecked")
  static DelayModel load(Path folder) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new GZIPInputStream(Files.newInputStream(folder.resolve(MODEL))), 1 << 16))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException(
            "%s is of format %d and this reads %d: train again".formatted(folder, format, FORMAT));
      }
      Encoding encoding = ModelParts.encoding(in);
      Specialist evening = new Specialist(Weights.read(in), Usual.read(in));
      Specialist day = new Specialist(Weights.read(in), Usual.read(in));
      Vocabulary carriers = ModelParts.vocabulary(in);
      Vocabulary airports = ModelParts.vocabulary(in);
      Calibration calibration = ModelParts.calibration(in);
      Optional<MemoryState> memory =
          in.readBoolean() ? Optional.of(MemoryState.read(in)) : Optional.empty();
      Map<String, Object> metadata = JSON.readValue(folder.resolve(METADATA).toFile(), Map.class);
      JsonNode correction = JSON.readTree(folder.resolve(CORRECTION).toFile());
      return new DelayModel(
          encoding,
          evening,
          day,
          carriers,
          airports,
          calibration,
          RollingCorrection.of(correction),
          carriedOn(folder).or(() -> memory),
          metadata);
    }
  }

  private static Optional<MemoryState> carriedOn(Path folder) throws IOException {
    Path file = folder.resolve(MEMORY);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(MemoryState.ofFile(in));
    }
  }
}
