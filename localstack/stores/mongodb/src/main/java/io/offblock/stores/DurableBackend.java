package io.offblock.stores;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * Documents in an MVStore file that is committed before a write is answered, so that a killed
 * process loses nothing it acknowledged. Writes go one after another: a commit takes in whatever is
 * in the maps, and half of another command, a document without its index entry, must not be there.
 * The disk's own cache is not flushed: a power failure may cost the last seconds.
 */
final class DurableBackend extends H2Backend {
  private static final int CACHE_MB = 64;
  private static final int COMMITS_BETWEEN_COMPACTIONS = 200;
  private static final int FILL_PERCENT = 60;
  private static final int COMPACT_BYTES = 8 << 20;
  private static final Set<String> READS =
      Set.of(
          "find",
          "aggregate",
          "count",
          "distinct",
          "getmore",
          "killcursors",
          "ismaster",
          "hello",
          "ping",
          "buildinfo",
          "listcollections",
          "listindexes",
          "listdatabases",
          "serverstatus",
          "dbstats",
          "collstats",
          "endsessions",
          "whatsmyuri",
          "getlasterror");

  private final Object writing = new Object();
  private int commits;

  private DurableBackend(MVStore store) {
    super(store);
  }

  /**
   * Opens the file, or makes it. Commits are ours alone: the store's own timer could take in half a
   * command.
   */
  static DurableBackend open(Path file) {
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .autoCommitDisabled()
            .cacheSize(CACHE_MB)
            .open();
    store.setRetentionTime(0);
    return new DurableBackend(store);
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new DocumentDatabase(name, getMvStore(), getCursorRegistry());
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    if (READS.contains(command.toLowerCase(Locale.ROOT)) && !isMerging(query)) {
      return super.handleCommand(channel, database, command, query);
    }
    synchronized (writing) {
      try {
        return super.handleCommand(channel, database, command, query);
      } finally {
        getMvStore().commit();
        if (++commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
          getMvStore().compact(FILL_PERCENT, COMPACT_BYTES);
        }
      }
    }
  }

  /** An aggregation that ends in {@code $out} or {@code $merge} writes. */
  private static boolean isMerging(Document query) {
    return query.containsKey("pipeline")
        && (query.toString().contains("$out") || query.toString().contains("$merge"));
  }
}
