package io.offblock.stores;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.BoltConnectorInternalSettings;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.connectors.HttpsConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * Runs one Neo4j community server with Bolt on loopback until it is told to stop: {@code --port N
 * --data DIR}. Port 0 picks a free one. No authentication: nothing but this machine can reach it.
 *
 * <p>A program of its own because Neo4j is GPL-3: Offblock's functions speak Bolt to it and link
 * none of it. Prints {@code ready <port>} once Bolt answers. SIGTERM stops it clean; after kill -9
 * the next start replays the transaction log, in which every acknowledged write is. Locks belong to
 * the process, so none outlives it.
 */
public final class Neo4jMain {
  private static final String USAGE = "usage: Neo4jMain --port N --data DIR";

  private Neo4jMain() {}

  public static void main(String[] args) throws Exception {
    int port;
    Path data;
    try {
      port = Integer.parseInt(option(args, "--port"));
      data = Path.of(option(args, "--data")).toAbsolutePath();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      DatabaseManagementService server = start(port, data);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.shutdown();
                    stopped.countDown();
                  },
                  "stop"));
      System.out.println("ready " + boltPort(server));
    } catch (RuntimeException e) {
      System.err.println("Neo4j did not start on port " + port + " with " + data + ": " + e);
      e.printStackTrace();
      System.exit(1);
    }
    stopped.await();
  }

  private static DatabaseManagementService start(int port, Path data) {
    return new DatabaseManagementServiceBuilder(data)
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
        .setConfig(HttpConnector.enabled, false)
        .setConfig(HttpsConnector.enabled, false)
        .setConfig(GraphDatabaseSettings.auth_enabled, false)
        .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(64))
        .setConfig(
            GraphDatabaseSettings.memory_transaction_global_max_size, ByteUnit.mebiBytes(160))
        .setConfig(GraphDatabaseSettings.keep_logical_logs, "2 files")
        .setConfig(GraphDatabaseSettings.logical_log_rotation_threshold, ByteUnit.mebiBytes(32))
        .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
        .setConfig(GraphDatabaseSettings.query_cache_size, 100)
        .setConfig(GraphDatabaseSettings.udc_enabled, false)
        .setConfig(BoltConnector.thread_pool_max_size, 40)
        // Clients of a loopback server are gone before it: nothing to wait for.
        .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ZERO)
        .setConfig(
            GraphDatabaseInternalSettings.netty_server_shutdown_timeout, Duration.ofSeconds(2))
        .setConfig(
            BoltConnectorInternalSettings.thread_pool_shutdown_wait_time, Duration.ofSeconds(2))
        .build();
  }

  private static int boltPort(DatabaseManagementService server) {
    GraphDatabaseAPI system =
        (GraphDatabaseAPI) server.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME);
    return system
        .getDependencyResolver()
        .resolveDependency(ConnectorPortRegister.class)
        .getLocalAddress(ConnectorType.BOLT)
        .getPort();
  }

  private static String option(String[] args, String name) {
    int at = List.of(args).indexOf(name);
    if (at < 0 || at + 1 >= args.length) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return args[at + 1];
  }
}
