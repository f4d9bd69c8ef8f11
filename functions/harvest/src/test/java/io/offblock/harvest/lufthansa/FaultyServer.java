package io.offblock.harvest.lufthansa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Plays the provider on a socket, answer by answer as a test lays them down, with the faults that
 * only a socket can have.
 */
final class FaultyServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private int tokens;

  /** What happens to a request. */
  sealed interface Reply {
    /** An answer. */
    record Whole(int status, String body, String... headers) implements Reply {}

    /** Promises the whole body, sends half of it and hangs up. */
    record Half(String body) implements Reply {}

    /** Hangs up at once. */
    record Reset() implements Reply {}

    /** Sends the head and then nothing for so long. */
    record Stalled(long millis) implements Reply {}
  }

  FaultyServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  synchronized FaultyServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  FaultyServer then(int status, String body, String... headers) {
    return then(new Reply.Whole(status, body, headers));
  }

  /** First lines of requests with their Authorization. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  int tokens() {
    return tokens;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = connection.getOutputStream();
      String first = in.readLine();
      if (first == null) {
        return;
      }
      String authorization = "";
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("Authorization: ")) {
          authorization = line.substring("Authorization: ".length());
        } else if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
      requests.add(first + " " + authorization);
      answer(out, next(first.startsWith("POST")));
    } catch (IOException e) {
      // The client hung up, as some tests want it to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Reply next(boolean token) {
    if (token
        && !(replies.peek() instanceof Reply.Whole w
            && w.headers().length > 0
            && w.headers()[0].equals("for: token"))) {
      tokens++;
      return new Reply.Whole(
          200,
          "{\"access_token\":\"token%020d\",\"token_type\":\"bearer\",\"expires_in\":21600}"
              .formatted(tokens));
    }
    return replies.isEmpty() ? new Reply.Whole(200, "{}") : replies.poll();
  }

  private static void answer(OutputStream out, Reply reply)
      throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Whole whole -> {
        StringBuilder head = head(whole.status(), whole.body().length());
        for (String header : whole.headers()) {
          head.append(header).append("\r\n");
        }
        out.write((head + "\r\n" + whole.body()).getBytes(StandardCharsets.US_ASCII));
      }
      case Reply.Half half ->
          out.write(
              (head(200, half.body().length())
                      + "\r\n"
                      + half.body().substring(half.body().length() / 2))
                  .getBytes(StandardCharsets.US_ASCII));
      case Reply.Reset reset -> {}
      case Reply.Stalled stalled -> {
        out.write((head(200, 10) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Thread.sleep(stalled.millis());
      }
    }
    out.flush();
  }

  private static StringBuilder head(int status, int length) {
    return new StringBuilder(
        "HTTP/1.1 %d x\r\nContent-Length: %d\r\nConnection: close\r\n".formatted(status, length));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
