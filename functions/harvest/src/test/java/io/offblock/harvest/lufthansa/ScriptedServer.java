package io.offblock.harvest.lufthansa;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers as it is told, in bytes, so that it can also break off. Each token request
 * gets another token; each GET the next reply, and an empty JSON object after the last.
 */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Queue<Reply> tokens = new ConcurrentLinkedQueue<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<String> gets = new CopyOnWriteArrayList<>();
  private final List<String> posts = new CopyOnWriteArrayList<>();

  /** Bytes, and how the connection ends after them. */
  record Reply(String text, End end) {
    enum End {
      CLOSED,
      RESET,
      /** Never, until the client goes away. */
      OPEN
    }

    static Reply of(int status, String body, String... headers) {
      return new Reply(
          "HTTP/1.1 %d x\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s"
              .formatted(
                  status,
                  body.length(),
                  String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()),
                  body),
          End.CLOSED);
    }

    /** The head promises more than comes. */
    static Reply half(String body, End end) {
      return new Reply(
          "HTTP/1.1 200 x\r\nContent-Length: %d\r\n\r\n%s".formatted(2 * body.length(), body), end);
    }
  }

  ScriptedServer() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  ScriptedServer reply(Reply... next) {
    replies.addAll(List.of(next));
    return this;
  }

  ScriptedServer replyToTokenRequest(Reply next) {
    tokens.add(next);
    return this;
  }

  /** Heads of the GETs so far. */
  List<String> gets() {
    return gets;
  }

  /** Heads and bodies of the token requests so far. */
  List<String> posts() {
    return posts;
  }

  int calls() {
    return gets.size() + posts.size();
  }

  /** The token that the nth token request is answered with. */
  static String token(int n) {
    return "canaryTOKEN%04d".formatted(n);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Reply reply = reply(request(connection.getInputStream()));
      connection.getOutputStream().write(reply.text().getBytes(StandardCharsets.UTF_8));
      connection.getOutputStream().flush();
      switch (reply.end()) {
        case CLOSED -> {}
        case RESET -> connection.setSoLinger(true, 0);
        case OPEN -> connection.getInputStream().readAllBytes();
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private synchronized Reply reply(String request) {
    if (request.startsWith("POST /v1/oauth/token ")) {
      posts.add(request);
      Reply told = tokens.poll();
      return told != null
          ? told
          : Reply.of(
              200,
              "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":21600}"
                  .formatted(token(posts.size())));
    }
    gets.add(request);
    Reply told = replies.poll();
    return told == null ? Reply.of(200, "{}") : told;
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ended early");
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    int length =
        text.lines()
            .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(l -> Integer.parseInt(l.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return text + new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
