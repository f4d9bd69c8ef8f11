package io.offblock.model.forecast;

import io.offblock.model.network.Encoding;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The parts of a model's file. */
final class ModelParts {
  private ModelParts() {}

  static void write(DataOutputStream out, Encoding e) throws IOException {
    write(out, e.names());
    write(out, e.groups());
    for (int f = 0; f < e.size(); f++) {
      write(out, e.edges()[f]);
      write(out, e.values()[f]);
    }
  }

  static Encoding encoding(DataInputStream in) throws IOException {
    List<String> names = texts(in);
    List<String> groups = texts(in);
    float[][] edges = new float[names.size()][];
    float[][] values = new float[names.size()][];
    for (int f = 0; f < edges.length; f++) {
      edges[f] = floats(in);
      values[f] = floats(in);
    }
    return new Encoding(names, groups, edges, values);
  }

  static void write(DataOutputStream out, Vocabulary v) throws IOException {
    write(out, v.texts());
  }

  static Vocabulary vocabulary(DataInputStream in) throws IOException {
    return new Vocabulary(texts(in));
  }

  static void write(DataOutputStream out, Calibration c) throws IOException {
    for (double[] part : new double[][] {c.slope(), c.intercept(), c.low(), c.median(), c.high()}) {
      out.writeInt(part.length);
      for (double v : part) {
        out.writeDouble(v);
      }
    }
  }

  static Calibration calibration(DataInputStream in) throws IOException {
    double[][] parts = new double[5][];
    for (int k = 0; k < parts.length; k++) {
      parts[k] = new double[in.readInt()];
      for (int i = 0; i < parts[k].length; i++) {
        parts[k][i] = in.readDouble();
      }
    }
    return new Calibration(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    for (float v : values) {
      out.writeFloat(v);
    }
  }

  static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
