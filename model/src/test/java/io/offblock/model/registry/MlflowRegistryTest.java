package io.offblock.model.registry;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offblock.CapturedData;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
    assertThrows(RegistryUnavailable.class, () -> new MlflowFiles(nobody).get("1", "r", "p"));
  }
}
