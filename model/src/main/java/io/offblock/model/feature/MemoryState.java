package io.offblock.model.feature;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The long memory as it was at one moment, so that a forecast needs the flights of the last days
 * only and not all that ever flew. Keys are hashes of their texts; nothing else of a table remains.
 */
public final class MemoryState {
  private static final int FORMAT = 1;
  private static final int NEVER = Integer.MIN_VALUE;
  private static final String GAIN = "gain_";

  /** Of the numbers of a kind of key: minutes since its last arrival. A gain has none. */
  private static final int AGE = 6;

  private final int at;
  private final Map<String, Cells> kinds;
  private final double[] level;

  /** Keys, and per key a row of numbers. */
  private record Cells(long[] names, float[][] rows) {
    Cells beside(Cells old, int minutes) {
      LongMap here = new LongMap();
      for (long name : names) {
        here.number(name);
      }
      int[] rest =
          IntStream.range(0, old.names.length)
              .filter(j -> here.get(old.names[j], -1) < 0)
              .toArray();
      long[] allNames = Arrays.copyOf(names, names.length + rest.length);
      float[][] allRows = new float[rows.length][];
      for (int c = 0; c < rows.length; c++) {
        allRows[c] = Arrays.copyOf(rows[c], allNames.length);
        for (int r = 0; r < rest.length; r++) {
          float value = old.rows[c][rest[r]];
          allRows[c][names.length + r] = c == AGE ? rounded(value + minutes) : value;
        }
      }
      for (int r = 0; r < rest.length; r++) {
        allNames[names.length + r] = old.names[rest[r]];
      }
      return new Cells(allNames, allRows);
    }
  }

  private MemoryState(int at, Map<String, Cells> kinds, double[] level) {
    this.at = at;
    this.kinds = kinds;
    this.level = level;
  }

  /** The moment up to which arrivals are in it. */
  public Instant at() {
    return Instant.ofEpochSecond(at * 60L);
  }

  static MemoryState of(World world, int now) {
    Map<String, Cells> kinds = new LinkedHashMap<>();
    world.memories.kinds.forEach(
        (name, m) -> {
          float[] age = new float[m.at.length];
          for (int k = 0; k < age.length; k++) {
            age[k] = m.recentCount[k] == 0 ? 0 : now - m.at[k];
          }
          kinds.put(
              name,
              packed(
                  m.keys.names,
                  m.count,
                  m.late,
                  m.minutes,
                  m.recentCount,
                  m.recentLate,
                  m.recentMinutes,
                  age));
        });
    Memories.Gain number = world.memories.numberGain();
    Memories.Gain route = world.memories.routeGain();
    kinds.put(GAIN + "number", packed(number.keys.names, number.count, number.sum));
    kinds.put(GAIN + "route", packed(route.keys.names, route.count, route.sum));
    Memories.Gain turn = world.memories.turn();
    kinds.put(GAIN + "turn", packed(turn.keys.names, turn.count, turn.sum));
    Network n = world.network;
    double[] level = {
      n.count[0],
      n.count[1],
      n.late[0],
      n.late[1],
      n.minutes[0],
      n.minutes[1],
      n.at == NEVER ? 0 : now - n.at
    };
    return new MemoryState(now, kinds, level);
  }

  /** To one part in 8,000: what is remembered is no surer, and the file gets smaller. */
  private static float rounded(float value) {
    int bits = Float.floatToIntBits(value) + 0x400;
    return Float.intBitsToFloat(bits & 0xFFFFF800);
  }

  /** Only keys that were seen. */
  private static Cells packed(long[] names, float[]... columns) {
    List<Integer> seen = new ArrayList<>();
    for (int k = 0; k < names.length; k++) {
      if (columns[0][k] != 0) {
        seen.add(k);
      }
    }
    long[] kept = new long[seen.size()];
    float[][] rows = new float[columns.length][kept.length];
    for (int j = 0; j < kept.length; j++) {
      kept[j] = names[seen.get(j)];
      for (int c = 0; c < columns.length; c++) {
        rows[c][j] = rounded(columns[c][seen.get(j)]);
      }
    }
    return new Cells(kept, rows);
  }

  /**
   * This, and what an earlier state has of keys that this one lacks: nothing of theirs was in the
   * table, a flight that rests for a season among them. They stay as they were and grow older.
   */
  MemoryState beside(MemoryState before) {
    Map<String, Cells> both = new LinkedHashMap<>();
    kinds.forEach(
        (name, cells) -> {
          Cells old = before.kinds.get(name);
          both.put(name, old == null ? cells : cells.beside(old, at - before.at));
        });
    return new MemoryState(at, both, level);
  }

  /** Puts it into the memories of another table; gives back the moment. */
  int restore(Memories memories, Network network) {
    memories.kinds.forEach(
        (name, m) -> {
          float[] age = new float[m.at.length];
          unpack(
              name,
              m.keys.names,
              m.count,
              m.late,
              m.minutes,
              m.recentCount,
              m.recentLate,
              m.recentMinutes,
              age);
          for (int k = 0; k < age.length; k++) {
            m.at[k] = at - (int) age[k];
          }
        });
    Memories.Gain number = memories.numberGain();
    Memories.Gain route = memories.routeGain();
    unpack(GAIN + "number", number.keys.names, number.count, number.sum);
    unpack(GAIN + "route", route.keys.names, route.count, route.sum);
    Memories.Gain turn = memories.turn();
    unpack(GAIN + "turn", turn.keys.names, turn.count, turn.sum);
    for (int w = 0; w < 2; w++) {
      network.count[w] = level[w];
      network.late[w] = level[2 + w];
      network.minutes[w] = level[4 + w];
    }
    network.at = at - (int) level[6];
    return at;
  }

  private void unpack(String name, long[] names, float[]... columns) {
    Cells cells = kinds.get(name);
    if (cells == null) {
      return; // A kind that is younger than this state: nothing is remembered of it.
    }
    LongMap places = new LongMap();
    for (int j = 0; j < cells.names.length; j++) {
      places.put(cells.names[j], j);
    }
    for (int k = 0; k < names.length; k++) {
      int j = places.get(names[k], -1);
      for (int c = 0; j >= 0 && c < columns.length; c++) {
        columns[c][k] = cells.rows[c][j];
      }
    }
  }

  /** {@link #write}'s form as the content of a file, compressed. */
  public byte[] toFile() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(bytes), 1 << 16))) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads {@link #toFile}'s content.
   *
   * @throws IOException where it is none
   */
  public static MemoryState ofFile(InputStream file) throws IOException {
    return read(new DataInputStream(new BufferedInputStream(new GZIPInputStream(file), 1 << 16)));
  }

  /** Writes it in a form of its own, for {@link #read}. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(at);
    for (double v : level) {
      out.writeDouble(v);
    }
    out.writeInt(kinds.size());
    for (Map.Entry<String, Cells> kind : kinds.entrySet()) {
      out.writeUTF(kind.getKey());
      Cells cells = kind.getValue();
      out.writeInt(cells.names.length);
      out.writeInt(cells.rows.length);
      for (long name : cells.names) {
        out.writeLong(name);
      }
      for (float[] row : cells.rows) {
        for (float v : row) {
          out.writeFloat(v);
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where it is none
   */
  public static MemoryState read(DataInputStream in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("memory state of format %d, this reads %d".formatted(format, FORMAT));
    }
    int at = in.readInt();
    double[] level = new double[7];
    for (int i = 0; i < level.length; i++) {
      level[i] = in.readDouble();
    }
    Map<String, Cells> kinds = new LinkedHashMap<>();
    for (int k = in.readInt(); k > 0; k--) {
      String name = in.readUTF();
      long[] names = new long[in.readInt()];
      float[][] rows = new float[in.readInt()][names.length];
      for (int j = 0; j < names.length; j++) {
        names[j] = in.readLong();
      }
      for (float[] row : rows) {
        for (int j = 0; j < row.length; j++) {
          row[j] = in.readFloat();
        }
      }
      kinds.put(name, new Cells(names, rows));
    }
    return new MemoryState(at, kinds, level);
  }
}
