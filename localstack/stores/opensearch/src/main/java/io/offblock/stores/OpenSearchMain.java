package io.offblock.stores;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one OpenSearch node on loopback until it is told to stop: {@code --port N --data DIR}. Port
 * 0 picks a free one.
 *
 * <p>Prints {@code ready <port>} once every index in the data folder answers. SIGTERM closes the
 * node; after kill -9 the next start replays the translog, in which every acknowledged write is.
 * Locks belong to the process, so none outlives it.
 */
public final class OpenSearchMain {
  private static final String USAGE = "usage: OpenSearchMain --port N --data DIR";

  private OpenSearchMain() {}

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
      OpenSearchNode node = OpenSearchNode.start(port, data);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    node.close();
                    stopped.countDown();
                  },
                  "stop"));
      System.out.println("ready " + node.port());
    } catch (Exception e) {
      System.err.println("OpenSearch did not start on port " + port + " with " + data + ": " + e);
      e.printStackTrace();
      System.exit(1);
    }
    stopped.await();
  }

  private static String option(String[] args, String name) {
    int at = List.of(args).indexOf(name);
    if (at < 0 || at + 1 >= args.length) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return args[at + 1];
  }
}
