package io.offblock.stores;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A unique index: a map from the indexed values to the document's key, in the order that MongoDB
 * gives values.
 */
final class KeyIndex extends AbstractUniqueIndex<Object> {
  private final MVMap<KeyValue, Object> positions;

  KeyIndex(MVStore store, String map, String name, List<IndexKey> keys, boolean sparse) {
    super(name, keys, sparse);
    positions = store.openMap(map, new MVMap.Builder<KeyValue, Object>().keyType(new KeyType()));
  }

  /**
   * A query that names more than the index's fields is narrowed by them and the rest is matched
   * document by document. The library reads the whole collection for it: each guarded update would
   * cost as much as there are documents.
   */
  @Override
  public boolean canHandle(Document query) {
    return super.canHandle(onlyKeys(query));
  }

  @Override
  public Iterable<Object> getPositions(Document query) {
    return super.getPositions(onlyKeys(query));
  }

  private Document onlyKeys(Document query) {
    Document keys = new Document();
    for (String key : keySet()) {
      if (query.containsKey(key)) {
        keys.put(key, query.get(key));
      }
    }
    return keys;
  }

  @Override
  protected Object removeDocument(KeyValue key) {
    return positions.remove(key);
  }

  @Override
  protected boolean putKeyPosition(KeyValue key, Object position) {
    return positions.putIfAbsent(key, Missing.ofNullable(position)) == null;
  }

  @Override
  protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
    return positions.entrySet();
  }

  @Override
  protected Object getPosition(KeyValue key) {
    return positions.get(key);
  }

  @Override
  public long getCount() {
    return positions.sizeAsLong();
  }

  @Override
  public boolean isEmpty() {
    return positions.isEmpty();
  }

  @Override
  public long getDataSize() {
    return getCount();
  }
}
