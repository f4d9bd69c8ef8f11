package io.offblock.stores;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A database whose documents and index keys lie in the file as BSON. The library would write them
 * by Java serialization and compare keys by serializing them again: several times slower and
 * larger.
 */
final class DocumentDatabase extends H2Database {
  private final MVStore store;

  DocumentDatabase(String name, MVStore store, CursorRegistry cursors) {
    // Before the superclass's constructor, which opens what there is.
    this.store = store;
    super(name, store, cursors);
  }

  @Override
  protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
    String full = getFullCollectionNamespace(name);
    MVMap<Object, Document> documents =
        store.openMap(
            "databases." + full, new MVMap.Builder<Object, Document>().valueType(new BsonType()));
    MVMap<String, Object> meta = store.openMap("meta." + full);
    return new DocumentCollection(this, name, options, documents, meta, cursorRegistry);
  }

  @Override
  protected Index<Object> openOrCreateUniqueIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return new KeyIndex(
        store, getFullCollectionNamespace(collection) + "._keys_" + name, name, keys, sparse);
  }

  @Override
  protected Index<Object> openOrCreateSecondaryIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return new FieldIndex(
        store, getFullCollectionNamespace(collection) + "._keys_" + name, name, keys, sparse);
  }
}
