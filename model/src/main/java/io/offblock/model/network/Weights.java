package io.offblock.model.network;

import io.offblock.model.network.Layout.Part;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** The parameters of a network as plain numbers. */
public record Weights(Layout layout, Map<Part, float[]> parts) {
  public Weights {
    for (Part part : Part.values()) {
      if (parts.get(part) == null || parts.get(part).length != layout.size(part)) {
        throw new IllegalArgumentException("the parameters do not fit their layout: " + part);
      }
    }
  }

  float[] of(Part part) {
    return parts.get(part);
  }

  /**
   * Where training begins.
   *
   * @param lateLogit the log odds of a late flight in the training rows
   */
  static Weights random(Layout layout, long seed, double lateLogit) {
    Random random = new Random(seed);
    Map<Part, float[]> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      float[] p = new float[layout.size(part)];
      double spread =
          switch (part) {
            case WEIGHTS -> Math.sqrt(2.0 / layout.inputs());
            case EMBEDDING_WEIGHTS -> Math.sqrt(1.0 / Layout.EMBEDDED);
            case CARRIERS, ORIGINS, DESTINATIONS -> 0.1;
            case SECOND -> Math.sqrt(2.0 / layout.first());
            case OUT -> Math.sqrt(0.3 / layout.second());
            case SCALE, SECOND_SCALE -> 0.3;
            case SHIFT -> 0.1;
            default -> 0;
          };
      double centre = part == Part.SCALE || part == Part.SECOND_SCALE ? 1 : 0;
      for (int i = 0; i < p.length; i++) {
        p[i] = (float) (centre + spread * random.nextGaussian());
      }
      if (part == Part.OUT_SHIFT) {
        for (int m = 0; m < layout.members(); m++) {
          p[m * Layout.OUTPUTS] = (float) lateLogit;
          p[m * Layout.OUTPUTS + 2] = 0.3f;
          p[m * Layout.OUTPUTS + 3] = 1;
        }
      }
      parts.put(part, p);
    }
    return new Weights(layout, parts);
  }

  /**
   * The same in half precision (IEEE 754 binary16): one part in two thousand, far below what
   * training is sure of, and half of the file. What is trained is handed over like this, so that a
   * model forecasts the same before it is written and after.
   */
  Weights rounded() {
    Map<Part, float[]> rounded = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      float[] p = of(part).clone();
      for (int i = 0; i < p.length; i++) {
        p[i] = Float.float16ToFloat(Float.floatToFloat16(p[i]));
      }
      rounded.put(part, p);
    }
    return new Weights(layout, rounded);
  }

  /** Writes layout and parameters, those in half precision. */
  public void write(DataOutputStream out) throws IOException {
    int[] sizes = {
      layout.inputs(),
      layout.carriers(),
      layout.airports(),
      layout.first(),
      layout.second(),
      layout.members()
    };
    for (int size : sizes) {
      out.writeInt(size);
    }
    for (Part part : Part.values()) {
      for (float v : of(part)) {
        out.writeShort(Float.floatToFloat16(v));
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Weights read(DataInputStream in) throws IOException {
    Layout layout =
        new Layout(
            in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt());
    Map<Part, float[]> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      float[] p = new float[layout.size(part)];
      for (int i = 0; i < p.length; i++) {
        p[i] = Float.float16ToFloat(in.readShort());
      }
      parts.put(part, p);
    }
    return new Weights(layout, parts);
  }
}
