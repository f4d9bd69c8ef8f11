package io.offblock.model.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.offblock.CapturedData;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On MLflow's own server, of the locked version, started for this test. */
class MlflowRegistryTest extends ModelRegistryContract {
  @TempDir static Path folder;
  private static Process server;
  private static MlflowRegistry registry;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path python = CapturedData.root().resolve(".offblock/mlflow/bin/python");
    assumeTrue(
        Files.isExecutable(python),
        "MLflow is not installed in .offblock/mlflow; ./offblock up installs it");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                python.toString(),
                "-B",
                "-m",
                "uvicorn",
                "mlflow.server.fastapi_app:app",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--log-level",
                "warning")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mlflow.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "_MLFLOW_SERVER_FILE_STORE", "sqlite:///" + folder.resolve("mlflow.db"),
                "_MLFLOW_SERVER_REGISTRY_STORE", "sqlite:///" + folder.resolve("mlflow.db"),
                "_MLFLOW_SERVER_ARTIFACT_ROOT", "mlflow-artifacts:/",
                "_MLFLOW_SERVER_ARTIFACT_DESTINATION", folder.resolve("files").toString(),
                "_MLFLOW_SERVER_SERVE_ARTIFACTS", "true",
                "_MLFLOW_SGI_NAME", "uvicorn",
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false",
                "MLFLOW_DISABLE_TELEMETRY", "true"));
    server = builder.start();
    URI address = URI.create("http://127.0.0.1:" + port);
    waitFor(address.resolve("/health"));
    registry = MlflowRegistry.at(address);
  }

  private static void waitFor(URI health) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      for (int i = 0; i < 360; i++) {
        try {
          if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          if (!server.isAlive()) {
            break;
          }
        }
        Thread.sleep(500);
      }
    }
    throw new IOException(
        "MLflow did not start: " + Files.readString(folder.resolve("mlflow.log")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (registry != null) {
      registry.close();
    }
    if (server != null) {
      server.destroy();
      server.waitFor();
    }
  }

  @Override
  ModelRegistry registry() {
    return registry;
  }

  @Test
  void connectingAgainFindsTheSameExperiment() {
    String run = registry.begin("again", NOW, Map.of());
    registry.keep(run, "a", new byte[] {7});
    try (MlflowRegistry second = MlflowRegistry.at(registry.server())) {
      second.kept(run, "a");
    }
  }

  @Test
  void aServerThatIsAwayIsToldFromARefusal() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + free);
    assertThrows(
        RegistryUnavailable.class,
        () -> new MlflowFiles(nobody, Optional.empty()).get("1", "r", "p"));
  }

  /** A door with a login before MLflow, as its owner puts one there who opens it to a network. */
  @Test
  void eachCallTellsWhoItIsWhereTheServerWantsToKnow() throws IOException {
    MlflowLogin login = new MlflowLogin("offblock", "bärenstark");
    HttpServer door = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      door.createContext("/", call -> pass(call, http, login.header()));
      door.start();
      URI address = URI.create("http://127.0.0.1:" + door.getAddress().getPort());
      try (MlflowRegistry behind = MlflowRegistry.at(address, Optional.of(login))) {
        String run = behind.begin("behind a door", NOW, Map.of());
        behind.keep(run, "a", new byte[] {7});
        assertArrayEquals(new byte[] {7}, behind.kept(run, "a"));
      }
      assertThrows(RuntimeException.class, () -> MlflowRegistry.at(address));
      assertFalse(login.toString().contains("offblock") || login.toString().contains("stark"));
    } finally {
      door.stop(0);
    }
  }

  private static void pass(HttpExchange call, HttpClient http, String wanted) throws IOException {
    try (call) {
      if (!wanted.equals(call.getRequestHeaders().getFirst("Authorization"))) {
        call.sendResponseHeaders(401, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(registry.server().resolve(call.getRequestURI().toString()))
              .method(
                  call.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(call.getRequestBody().readAllBytes()));
      String type = call.getRequestHeaders().getFirst("Content-Type");
      if (type != null) {
        request.header("Content-Type", type);
      }
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      call.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      call.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
