package io.offblock.stores;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Keys of an index, in the order that MongoDB gives values. A key that another begins with comes
 * before it: where a search by the first fields starts.
 *
 * <p>In the file: the number of values, then each with a byte before it. Texts, which nearly all
 * are, as they stand; anything else as a document of BSON. Keys are compared, read and written far
 * more often than documents.
 */
final class KeyType extends BasicDataType<KeyValue> {
  private static final ValueComparator ORDER = ValueComparator.asc();
  private static final byte TEXT = 1;
  private static final byte BSON = 2;

  /** Below zero where {@code a} comes first. */
  static int order(Object a, Object b) {
    return a instanceof String one && b instanceof String other
        ? one.compareTo(other)
        : ORDER.compare(a, b);
  }

  @Override
  public int compare(KeyValue a, KeyValue b) {
    int order = 0;
    for (int i = 0; order == 0 && i < a.size() && i < b.size(); i++) {
      order = order(a.get(i), b.get(i));
    }
    return order == 0 ? Integer.compare(a.size(), b.size()) : order;
  }

  @Override
  public int getMemory(KeyValue key) {
    return 120 * key.size();
  }

  @Override
  public void write(WriteBuffer out, KeyValue key) {
    out.putVarInt(key.size());
    for (Object value : key) {
      if (value instanceof String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put(TEXT).putVarInt(bytes.length).put(bytes);
      } else {
        BsonType.write(new Document("", value), out.put(BSON));
      }
    }
  }

  @Override
  public KeyValue read(ByteBuffer in) {
    int size = DataUtils.readVarInt(in);
    List<Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      if (in.get() == TEXT) {
        byte[] bytes = new byte[DataUtils.readVarInt(in)];
        in.get(bytes);
        values.add(new String(bytes, StandardCharsets.UTF_8));
      } else {
        values.add(BsonType.readFrom(in).get(""));
      }
    }
    return new KeyValue(values);
  }

  @Override
  public KeyValue[] createStorage(int size) {
    return new KeyValue[size];
  }
}
