package io.offblock.model.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of runs, through MLflow's own route to where it keeps them. */
final class MlflowFiles implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final URI server;
  private final Optional<MlflowLogin> login;

  /** HTTP/1.1: the server's way to version 2 loses bodies. */
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  MlflowFiles(URI server, Optional<MlflowLogin> login) {
    this.server = server;
    this.login = login;
  }

  URI server() {
    return server;
  }

  void put(String experiment, String run, String path, byte[] content) {
    HttpRequest request =
        asked(file(experiment, run, path))
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    send("keeping " + path, request);
  }

  byte[] get(String experiment, String run, String path) {
    return send("reading " + path, asked(file(experiment, run, path)).GET().build());
  }

  /** A call of the registry's own that its client has no way for. */
  void delete(String path, String json) {
    try {
      send(
          path,
          asked("/api/2.0/mlflow/" + path)
              .header("Content-Type", "application/json")
              .method("DELETE", HttpRequest.BodyPublishers.ofString(json))
              .build());
    } catch (RegistryRefusal e) {
      if (!e.getMessage().contains("404") && !e.getMessage().contains("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
    }
  }

  private HttpRequest.Builder asked(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    login.ifPresent(one -> request.header("Authorization", one.header()));
    return request;
  }

  private static String file(String experiment, String run, String path) {
    return "/api/2.0/mlflow-artifacts/artifacts/%s/%s/artifacts/%s"
        .formatted(
            experiment,
            run,
            Arrays.stream(path.split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/")));
  }

  private byte[] send(String what, HttpRequest request) {
    HttpResponse<byte[]> answer;
    try {
      answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailable(what, new InterruptedIOException());
    } catch (IOException e) {
      throw new RegistryUnavailable(what, e);
    }
    if (answer.statusCode() / 100 == 2) {
      return answer.body();
    }
    String said =
        answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8).strip();
    // A file that is not there is told as the failure of whatever store MLflow keeps its files in.
    boolean absent = said.contains("404") || said.contains("NoSuchKey") || said.contains("No such");
    if (answer.statusCode() >= 500 && !absent) {
      throw new RegistryUnavailable(what, new IOException(said));
    }
    throw new RegistryRefusal(what, said.length() > 300 ? said.substring(0, 300) : said);
  }

  @Override
  public void close() {
    http.close();
  }
}
