package io.offblock.opensearch;

import io.offblock.load.Newcomers;
import io.offblock.load.StoreUnavailable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;
import org.opensearch.client.opensearch.core.bulk.BulkResponseItem;
import org.opensearch.client.opensearch.core.get.GetResult;
import org.opensearch.client.opensearch.core.mget.MultiGetResponseItem;

/**
 * Documents that are read, joined with something new, and written only if nobody wrote them
 * meanwhile, else read again. A join that changes nothing writes nothing, so delivering a payload
 * twice costs one read. Where documents are likely to be new they are made without reading first.
 */
final class Documents {
  private static final int AT_ONCE = 2000;
  private static final int ATTEMPTS = 12;
  private static final int CONFLICT = 409;

  @SuppressWarnings("unchecked")
  static final Class<Map<String, Object>> DOCUMENT =
      (Class<Map<String, Object>>) (Class<?>) Map.class;

  private final OpenSearchConnection connection;
  private final Newcomers newcomers = new Newcomers();

  Documents(OpenSearchConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  /**
   * Makes one document of the stored one and something new; empty where the stored one already says
   * it all.
   */
  interface Join<T> {
    Optional<Map<String, Object>> of(Optional<Map<String, Object>> stored, T news);
  }

  /** The documents of these ids that are there, as of now, not as of the last refresh. */
  Map<String, Map<String, Object>> read(String index, List<String> ids) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i += AT_ONCE) {
      revisions(index, ids.subList(i, Math.min(ids.size(), i + AT_ONCE)))
          .forEach((id, revision) -> found.put(id, revision.source()));
    }
    return found;
  }

  /**
   * Joins each document with its news and stores it.
   *
   * @throws StoreUnavailable also where others keep writing the same documents
   */
  <T> void join(String index, Map<String, T> news, Join<T> join) {
    List<String> ids = List.copyOf(news.keySet());
    for (int i = 0; i < ids.size(); i += AT_ONCE) {
      List<String> pending = ids.subList(i, Math.min(ids.size(), i + AT_ONCE));
      for (int attempt = 1; !pending.isEmpty(); attempt++) {
        if (attempt > ATTEMPTS) {
          throw new StoreUnavailable(
              OpenSearchConnection.STORE,
              "writing " + pending.size() + " contended documents to " + index,
              null);
        }
        if (attempt > 1) {
          LockSupport.parkNanos(
              ThreadLocalRandom.current().nextLong(2_000_000L << Math.min(attempt, 6)));
        }
        boolean unread = attempt == 1 && newcomers.expected(index);
        int asked = pending.size();
        Map<String, GetResult<Map<String, Object>>> revisions =
            unread ? Map.of() : revisions(index, pending);
        pending = write(index, pending, revisions, news, join);
        if (attempt == 1) {
          newcomers.were(index, asked - (unread ? pending.size() : revisions.size()), asked);
        }
      }
    }
  }

  /** The ids that somebody else wrote meanwhile. */
  private <T> List<String> write(
      String index,
      List<String> ids,
      Map<String, GetResult<Map<String, Object>>> revisions,
      Map<String, T> news,
      Join<T> join) {
    List<BulkOperation> operations = new ArrayList<>();
    for (String id : ids) {
      Optional<GetResult<Map<String, Object>>> revision = Optional.ofNullable(revisions.get(id));
      join.of(revision.map(GetResult::source), news.get(id))
          .ifPresent(document -> operations.add(operation(index, id, revision, document)));
    }
    if (operations.isEmpty()) {
      return List.of();
    }
    List<String> conflicts = new ArrayList<>();
    for (BulkResponseItem item :
        connection.ask("writing to " + index, c -> c.bulk(b -> b.operations(operations))).items()) {
      if (item.status() == CONFLICT) {
        conflicts.add(item.id());
      } else if (item.error() != null) {
        String what =
            "writing %s to %s (%d %s)"
                .formatted(item.id(), index, item.status(), item.error().reason());
        if (item.status() == 429 || item.status() >= 500 || item.status() == 404) {
          throw new StoreUnavailable(OpenSearchConnection.STORE, what, null);
        }
        throw new IllegalStateException("OpenSearch refused " + what);
      }
    }
    return conflicts;
  }

  private static BulkOperation operation(
      String index,
      String id,
      Optional<GetResult<Map<String, Object>>> revision,
      Map<String, Object> document) {
    return revision
        .map(
            r ->
                BulkOperation.of(
                    o ->
                        o.index(
                            x ->
                                x.index(index)
                                    .id(id)
                                    .ifSeqNo(r.seqNo())
                                    .ifPrimaryTerm(r.primaryTerm())
                                    .document(document))))
        .orElseGet(
            () -> BulkOperation.of(o -> o.create(x -> x.index(index).id(id).document(document))));
  }

  private Map<String, GetResult<Map<String, Object>>> revisions(String index, List<String> ids) {
    Map<String, GetResult<Map<String, Object>>> found = new LinkedHashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    for (MultiGetResponseItem<Map<String, Object>> item :
        connection
            .ask("reading from " + index, c -> c.mget(g -> g.index(index).ids(ids), DOCUMENT))
            .docs()) {
      if (item.isFailure()) {
        throw new StoreUnavailable(
            OpenSearchConnection.STORE,
            "reading from %s (%s)".formatted(index, item.failure().error().reason()),
            null);
      }
      if (item.result().found()) {
        found.put(item.result().id(), item.result());
      }
    }
    return found;
  }
}
