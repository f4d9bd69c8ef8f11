package io.offblock.stores;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;
import org.h2.mvstore.MVMap;

/**
 * A collection that lets its indexes answer two questions for which the library would read every
 * document into memory: which values there are, and which document is the first or the last.
 */
final class DocumentCollection extends H2Collection {
  DocumentCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      MVMap<Object, Document> documents,
      MVMap<String, Object> meta,
      CursorRegistry cursors) {
    super(database, name, options, documents, meta, cursors);
  }

  @Override
  public synchronized Document handleDistinct(Document command) {
    Object query = command.get("query");
    Optional<FieldIndex> index = index(String.valueOf(command.get("key")));
    if (index.isEmpty() || (query instanceof Document narrowing && !narrowing.isEmpty())) {
      return super.handleDistinct(command);
    }
    Document response = new Document("values", index.get().firstValues());
    Utils.markOkay(response);
    return response;
  }

  @Override
  protected QueryResult queryDocuments(
      Document query, Document order, int skip, int limit, int batch, Document fields) {
    if (query.isEmpty() && limit > 0 && order != null && order.size() == 1) {
      Optional<FieldIndex> index = index(order.keySet().iterator().next());
      if (index.isPresent()) {
        boolean last = ((Number) order.values().iterator().next()).intValue() < 0;
        return matchDocuments(
            query, index.get().outermost(last, skip + limit), order, skip, limit, batch, fields);
      }
    }
    return super.queryDocuments(query, order, skip, limit, batch, fields);
  }

  private Optional<FieldIndex> index(String field) {
    return getIndexes().stream()
        .filter(FieldIndex.class::isInstance)
        .map(FieldIndex.class::cast)
        .filter(index -> index.firstField().equals(field))
        .findFirst();
  }
}
