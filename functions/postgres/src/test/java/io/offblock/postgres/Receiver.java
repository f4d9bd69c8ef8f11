package io.offblock.postgres;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that webhooks go to. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private volatile Duration takes = Duration.ZERO;

  /** What arrived. */
  record Message(String path, String id, long timestamp, String signature, String body) {}

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          messages.add(
              new Message(
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("webhook-id"),
                  Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                  exchange.getRequestHeaders().getFirst("webhook-signature"),
                  body));
          sleep(takes);
          if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:%d/hooks/secret-path?token=t".formatted(server.getAddress().getPort());
  }

  /** What is answered from now on. */
  void answers(int status) {
    this.status = status;
  }

  /** How long each answer takes from now on; many may be under way. */
  void takes(Duration takes) {
    this.takes = takes;
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  List<Message> messages() {
    return messages;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
