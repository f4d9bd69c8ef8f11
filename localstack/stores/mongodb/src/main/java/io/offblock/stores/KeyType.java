package io.offblock.stores;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Keys of an index, written as BSON, in the order that MongoDB gives values. A key that another
 * begins with comes before it: where a search by the first fields starts.
 */
final class KeyType extends BasicDataType<KeyValue> {
  static final ValueComparator ORDER = ValueComparator.asc();

  @Override
  public int compare(KeyValue a, KeyValue b) {
    int order = 0;
    for (int i = 0; order == 0 && i < a.size() && i < b.size(); i++) {
      order = ORDER.compare(a.get(i), b.get(i));
    }
    return order == 0 ? Integer.compare(a.size(), b.size()) : order;
  }

  @Override
  public int getMemory(KeyValue key) {
    return 120 * key.size();
  }

  @Override
  public void write(WriteBuffer out, KeyValue key) {
    Document values = new Document();
    for (int i = 0; i < key.size(); i++) {
      values.put("" + i, key.get(i));
    }
    BsonType.write(values, out);
  }

  @Override
  public KeyValue read(ByteBuffer in) {
    return new KeyValue(BsonType.readFrom(in).values());
  }

  @Override
  public KeyValue[] createStorage(int size) {
    return new KeyValue[size];
  }
}
