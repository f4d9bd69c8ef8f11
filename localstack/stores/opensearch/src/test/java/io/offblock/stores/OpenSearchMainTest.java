package io.offblock.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSearchMainTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void whatWasAcknowledgedIsThereAfterAKill(@TempDir Path data) throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    try (StoreProcess store = StoreProcess.start(OpenSearchMain.class, data)) {
      assertEquals(
          200, send(store, "PUT", "/flights", "{\"settings\":{\"number_of_replicas\":0}}"));
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 100_000; i++) {
                    if (send(store, "PUT", "/flights/_create/" + i, "{\"n\":" + i + "}") == 201) {
                      acknowledged.incrementAndGet();
                    }
                  }
                } catch (Exception e) {
                  // The server is gone, as it should be.
                }
              });
      while (acknowledged.get() < 300 && writer.isAlive()) {
        Thread.sleep(5);
      }
      store.kill();
      writer.join();
    }
    try (StoreProcess store = StoreProcess.start(OpenSearchMain.class, data)) {
      for (int i = 0; i < acknowledged.get(); i++) {
        assertEquals(200, send(store, "GET", "/flights/_doc/" + i, ""), "lost " + i);
      }
      assertTrue(store.stop(), "did not stop on SIGTERM");
    }
    try (StoreProcess store = StoreProcess.start(OpenSearchMain.class, data)) {
      assertEquals(200, send(store, "GET", "/flights/_doc/0", ""));
    }
  }

  @Test
  void onlyThisMachineReachesIt(@TempDir Path data) throws Exception {
    try (StoreProcess store = StoreProcess.start(OpenSearchMain.class, data)) {
      for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : network.inetAddresses().toList()) {
          if (!address.isLoopbackAddress()) {
            assertTrue(refused(address, store.port()), "reachable at " + address);
          }
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

  private static int send(StoreProcess store, String method, String path, String body)
      throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + store.port() + path))
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
