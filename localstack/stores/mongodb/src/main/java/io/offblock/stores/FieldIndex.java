package io.offblock.stores;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * An index that lets many documents share a value. The library has none of this kind: it reads the
 * whole collection, at each query as well as at each opening of the file.
 *
 * <p>A map whose keys are the indexed values and, last, the document's own key. It narrows a query
 * by its first field, and by the next ones while all before are asked for by one value; the library
 * matches what is found against the whole query.
 */
final class FieldIndex extends Index<Object> {
  private final MVMap<KeyValue, Boolean> entries;

  FieldIndex(MVStore store, String map, String name, List<IndexKey> keys, boolean sparse) {
    super(name, keys, sparse);
    entries = store.openMap(map, new MVMap.Builder<KeyValue, Boolean>().keyType(new KeyType()));
  }

  String firstField() {
    return keys().getFirst();
  }

  /** The values of the first field, each once, in their order, without a look at each document. */
  List<Object> firstValues() {
    List<Object> values = new ArrayList<>();
    for (long at = 0; at < entries.sizeAsLong(); at = end(at)) {
      values.add(firstValue(at));
    }
    return values;
  }

  /** Where the value after the one that stands there begins. */
  private long end(long at) {
    Object value = firstValue(at);
    long within = at;
    long beyond = entries.sizeAsLong();
    while (beyond - within > 1) {
      long middle = within + (beyond - within) / 2;
      if (KeyType.order(firstValue(middle), value) == 0) {
        within = middle;
      } else {
        beyond = middle;
      }
    }
    return beyond;
  }

  private Object firstValue(long at) {
    return entries.getKey(at).get(0);
  }

  /** The documents that stand first, or last, in the order of the first field. */
  Collection<Object> outermost(boolean last, int most) {
    Set<Object> found = new LinkedHashSet<>();
    Cursor<KeyValue, Boolean> cursor = entries.cursor(null, null, last);
    while (found.size() < most && cursor.hasNext()) {
      found.add(position(cursor.next()));
    }
    return found;
  }

  @Override
  public boolean canHandle(Document query) {
    return !spans(query, firstField()).isEmpty();
  }

  @Override
  public Iterable<Object> getPositions(Document query) {
    Set<Object> found = new LinkedHashSet<>();
    List<Object> prefix = new ArrayList<>();
    for (String field : keys()) {
      List<Span> spans = spans(query, field);
      if (spans.size() == 1 && spans.getFirst().point()) {
        prefix.add(spans.getFirst().from());
      } else if (!spans.isEmpty()) {
        spans.forEach(span -> walk(prefix, span, found));
        return found;
      } else {
        break;
      }
    }
    walk(prefix, new Span(null, null, false), found);
    return found;
  }

  private static List<Span> spans(Document query, String field) {
    return query.containsKey(field) ? Span.of(query.get(field)) : List.of();
  }

  private void walk(List<Object> prefix, Span span, Set<Object> found) {
    List<Object> start = new ArrayList<>(prefix);
    if (span.from() != null) {
      start.add(span.from());
    }
    Cursor<KeyValue, Boolean> cursor = entries.cursor(start.isEmpty() ? null : new KeyValue(start));
    while (cursor.hasNext()) {
      KeyValue key = cursor.next();
      if (!begins(key, prefix)
          || (span.to() != null && KeyType.order(key.get(prefix.size()), span.to()) > 0)) {
        return;
      }
      found.add(position(key));
    }
  }

  private static boolean begins(KeyValue key, List<Object> prefix) {
    for (int i = 0; i < prefix.size(); i++) {
      if (KeyType.order(key.get(i), prefix.get(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Object position(KeyValue key) {
    return Missing.ofNullable(key.get(key.size() - 1));
  }

  private List<KeyValue> keysOf(Document document, Object position) {
    List<KeyValue> keys = new ArrayList<>();
    for (KeyValue values : getKeyValues(document)) {
      List<Object> key = new ArrayList<>();
      values.forEach(value -> key.add(value instanceof Missing ? null : value));
      key.add(position instanceof Missing ? null : position);
      keys.add(new KeyValue(key));
    }
    return keys;
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Object> collection) {}

  @Override
  public void add(Document document, Object position, MongoCollection<Object> collection) {
    keysOf(document, position).forEach(key -> entries.put(key, true));
  }

  @Override
  public Object remove(Document document) {
    Object position = Missing.ofNullable(document.get("_id"));
    keysOf(document, position).forEach(entries::remove);
    return position;
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {}

  @Override
  public void updateInPlace(
      Document before, Document after, Object position, MongoCollection<Object> collection) {
    List<KeyValue> old = keysOf(before, position);
    List<KeyValue> now = keysOf(after, position);
    old.stream().filter(key -> !now.contains(key)).forEach(entries::remove);
    now.stream().filter(key -> !old.contains(key)).forEach(key -> entries.put(key, true));
  }

  @Override
  public Object getPosition(Document document) {
    return null;
  }

  @Override
  public long getCount() {
    return entries.sizeAsLong();
  }

  @Override
  public long getDataSize() {
    return getCount();
  }

  @Override
  public void drop() {
    entries.clear();
  }
}
