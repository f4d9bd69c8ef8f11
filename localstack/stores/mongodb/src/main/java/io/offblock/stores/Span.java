package io.offblock.stores;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A stretch of an index that a query asks for: from a value to a value, both in it, null where it
 * is open. It may hold more than is asked for ({@code $gt} begins after its value), never less.
 */
record Span(Object from, Object to, boolean point) {
  private static final Set<String> BOUNDS = Set.of("$gt", "$gte", "$lt", "$lte");

  private static Span at(Object value) {
    return new Span(value, value, true);
  }

  /** The stretches that a query's word for one field names; none where an index is no help. */
  static List<Span> of(Object asked) {
    if (!(asked instanceof Document operators)) {
      return isValue(asked) ? List.of(at(asked)) : List.of();
    }
    if (operators.containsKey("$eq")) {
      return of(operators.get("$eq"));
    }
    if (operators.get("$in") instanceof Collection<?> values) {
      return values.stream().allMatch(Span::isValue)
          ? values.stream().map(Span::at).toList()
          : List.of();
    }
    if (operators.keySet().stream().noneMatch(BOUNDS::contains)) {
      return List.of();
    }
    return List.of(
        new Span(either(operators, "$gte", "$gt"), either(operators, "$lte", "$lt"), false));
  }

  private static Object either(Document operators, String one, String other) {
    return operators.containsKey(one) ? operators.get(one) : operators.get(other);
  }

  private static boolean isValue(Object asked) {
    return asked != null
        && !(asked instanceof Document)
        && !(asked instanceof Collection<?>)
        && !(asked instanceof BsonRegularExpression);
  }
}
