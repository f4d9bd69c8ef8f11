package io.offblock.sandbox;

import io.offblock.sandbox.api.Api;
import io.offblock.sandbox.api.Gate;
import io.offblock.sandbox.api.Recording;
import io.offblock.sandbox.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the sandbox: {@code java -cp … io.offblock.sandbox.SandboxMain --port 8090}. */
public final class SandboxMain {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "port", "8090",
          "listen", SandboxServer.LOOPBACK,
          "seed", "1",
          "recording", "",
          "quota", "1000",
          "qps", "5",
          "clock-offset", "PT0S",
          "token-seconds", "21600",
          "days-back", "1",
          "client", "offblock:sandbox");

  private static final String USAGE =
      """
      Plays Lufthansa's Open API on 127.0.0.1, below /v1; its own admin is below /_sandbox/.
        --port N            where to listen (8090; 0 takes a free port and prints it)
        --listen ADDRESS    on which address (127.0.0.1); in a container 0.0.0.0
        --seed S            which world (1)
        --recording FILE    play captured answers of a zip instead of the world's flights
        --quota N           calls a clock hour and client (1000)
        --qps N             calls a second and client, one more in a burst (5)
        --clock-offset D    ISO duration added to the machine's clock (PT0S), e.g. -P2D or PT6H
        --token-seconds N   how long a token lasts (21600)
        --days-back N       how many days before today boards answer for (1, as the real API)
        --client ID:SECRET  who may have a token (offblock:sandbox); may be given several times
      """;

  private SandboxMain() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    try {
      var sandbox = start(arguments);
      System.out.println("ready http://127.0.0.1:" + sandbox.port() + "/v1");
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      System.err.println(e.getMessage());
      System.err.print(USAGE);
      System.exit(2);
    }
  }

  /**
   * Starts with the options of the command line; throws {@link IllegalArgumentException} on one it
   * does not know.
   */
  static SandboxServer start(String... arguments) {
    Map<String, String> options = new HashMap<>(DEFAULTS);
    Map<String, String> clients = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!DEFAULTS.containsKey(name) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "Option " + arguments[i] + " is unknown or has no value.");
      }
      options.put(name, arguments[i + 1]);
      if (name.equals("client")) {
        client(clients, arguments[i + 1]);
      }
    }
    if (clients.isEmpty()) {
      client(clients, options.get("client"));
    }
    var clock = SandboxClock.system(Duration.parse(options.get("clock-offset")));
    var limits =
        new Gate.Limits(
            Integer.parseInt(options.get("quota")),
            Double.parseDouble(options.get("qps")),
            Integer.parseInt(options.get("token-seconds")),
            Map.copyOf(clients));
    var world = World.of(Long.parseLong(options.get("seed")));
    Optional<Recording> recording =
        Optional.of(options.get("recording"))
            .filter(file -> !file.isEmpty())
            .map(
                file ->
                    Recording.open(
                        Path.of(file), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    var gate = new Gate(limits, clock);
    var api = new Api(world, clock, gate, Integer.parseInt(options.get("days-back")), recording);
    return SandboxServer.start(
        api, gate, world, clock, options.get("listen"), Integer.parseInt(options.get("port")));
  }

  private static void client(Map<String, String> clients, String pair) {
    int colon = pair.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("Option --client wants ID:SECRET, not " + pair + ".");
    }
    clients.put(pair.substring(0, colon), pair.substring(colon + 1));
  }
}
