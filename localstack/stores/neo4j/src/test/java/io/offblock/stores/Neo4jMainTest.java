package io.offblock.stores;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;

class Neo4jMainTest {
  @Test
  void whatWasAcknowledgedIsThereAfterAKillAndOnlyThisMachineReachesIt(@TempDir Path data)
      throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    try (StoreProcess store = StoreProcess.start(Neo4jMain.class, data);
        Driver driver = driver(store)) {
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                try (Session session = driver.session()) {
                  for (int i = 0; i < 100_000; i++) {
                    session.run("CREATE (:Flight {n: $n})", Map.of("n", i)).consume();
                    acknowledged.incrementAndGet();
                  }
                } catch (RuntimeException e) {
                  // The server is gone, as it should be.
                }
              });
      while (acknowledged.get() < 300 && writer.isAlive()) {
        Thread.sleep(5);
      }
      store.kill();
      writer.join();
    }
    try (StoreProcess store = StoreProcess.start(Neo4jMain.class, data)) {
      assertTrue(flights(store) >= acknowledged.get(), "lost some of " + acknowledged);
      assertTrue(store.stop(), "did not stop on SIGTERM");
    }
    try (StoreProcess store = StoreProcess.start(Neo4jMain.class, data)) {
      assertTrue(flights(store) >= acknowledged.get());
      onlyThisMachineReaches(store);
    }
  }

  private static int flights(StoreProcess store) {
    try (Driver driver = driver(store);
        Session session = driver.session()) {
      return session
          .run("MATCH (f:Flight) RETURN count(DISTINCT f.n) AS n")
          .single()
          .get("n")
          .asInt();
    }
  }

  private static void onlyThisMachineReaches(StoreProcess store) throws Exception {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLoopbackAddress()) {
          assertTrue(refused(address, store.port()), "reachable at " + address);
        }
      }
    }
  }

  private static boolean refused(InetAddress address, int port) {
    try (Socket socket = new Socket(address, port)) {
      return !socket.isConnected();
    } catch (java.io.IOException e) {
      return true;
    }
  }

  private static Driver driver(StoreProcess store) {
    return GraphDatabase.driver("bolt://127.0.0.1:" + store.port());
  }
}
