package io.offblock.sandbox;

import io.offblock.sandbox.api.Answer;
import io.offblock.sandbox.api.Api;
import io.offblock.sandbox.api.Call;
import io.offblock.sandbox.api.Faults;
import io.offblock.sandbox.api.Gate;
import io.offblock.sandbox.world.World;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The API on a socket of the loopback address, with the faults that only a socket can have, and the
 * admin beside it.
 */
public final class SandboxServer implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";
  private static final String ADMIN = "/_sandbox/";
  private static final int[] SERVER_ERRORS = {500, 502, 504};

  private final Vertx vertx;
  private final HttpServer server;
  private final Api api;
  private final Gate gate;
  private final SandboxClock clock;
  private final Admin admin;
  private final CallCount calls;
  private volatile Faults faults = Faults.NONE;

  private SandboxServer(Api api, Gate gate, World world, SandboxClock clock) {
    this.api = api;
    this.gate = gate;
    this.clock = clock;
    this.calls = new CallCount(clock);
    this.admin = new Admin(world, clock, gate, calls, this::faults, this::setFaults);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(1));
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  /** Listens on a port of 127.0.0.1 (0 for any that is free); returns when it does. */
  public static SandboxServer start(Api api, Gate gate, World world, SandboxClock clock, int port) {
    return start(api, gate, world, clock, LOOPBACK, port);
  }

  /**
   * Listens on an address of the caller's choice: a container's own, which nothing else reaches.
   */
  static SandboxServer start(
      Api api, Gate gate, World world, SandboxClock clock, String address, int port) {
    var sandbox = new SandboxServer(api, gate, world, clock);
    sandbox.server.listen(port, address).toCompletionStage().toCompletableFuture().join();
    return sandbox;
  }

  public int port() {
    return server.actualPort();
  }

  public Faults faults() {
    return faults;
  }

  private void setFaults(Faults wanted) {
    if (wanted.expiredToken()) {
      gate.expireTokens();
    }
    clock.skewBy(Duration.ofSeconds(wanted.clockSkewSeconds()));
    faults = wanted;
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> handle(request, body))
        .onFailure(gone -> request.connection().close());
  }

  private void handle(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    var call =
        Call.of(
            request.method().name(), request.uri(), headers, body.toString(StandardCharsets.UTF_8));
    if (call.path().startsWith(ADMIN)) {
      vertx
          .executeBlocking(() -> admin.answer(call, ADMIN), false)
          .onComplete(
              answer ->
                  send(request, answer.succeeded() ? answer.result() : failed(answer.cause())));
      return;
    }
    var on = faults;
    var chance = ThreadLocalRandom.current();
    if (chance.nextDouble() < on.reset()) {
      calls.count("reset");
      request.connection().close();
      return;
    }
    Future<Answer> answered =
        chance.nextDouble() < on.error5xx()
            ? Future.succeededFuture(
                serverError(SERVER_ERRORS[chance.nextInt(SERVER_ERRORS.length)]))
            : vertx.executeBlocking(() -> api.answer(call, on), false);
    boolean half = chance.nextDouble() < on.halfBody();
    answered.onComplete(
        done -> {
          var answer = done.succeeded() ? done.result() : failed(done.cause());
          calls.count(half ? "half" : Integer.toString(answer.status()));
          Runnable reply = half ? () -> sendHalf(request, answer) : () -> send(request, answer);
          if (on.slowMillis() > 0) {
            vertx.setTimer(on.slowMillis(), timer -> reply.run());
          } else {
            reply.run();
          }
        });
  }

  private static Answer serverError(int status) {
    return Answer.gateway(
        status,
        status == 504
            ? "Gateway Timeout"
            : status == 502 ? "Bad Gateway" : "Internal Server Error");
  }

  private static Answer failed(Throwable cause) {
    System.err.println("The sandbox failed to answer: " + cause);
    cause.printStackTrace();
    return serverError(500);
  }

  private void headers(HttpServerRequest request, Answer answer, int length) {
    var response = request.response().setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
    if (answer.fromBackend()) {
      response.putHeader(
          "Set-Cookie",
          "JSESSIONID=" + gate.session() + ";Path=/operations_fs_v1.2.0;Secure;HttpOnly");
      response.putHeader("X-Mashery-Message-Id", UUID.randomUUID().toString());
    }
    response.putHeader("X-Mashery-Responder", "prod-j-worker-eu-west-1b-11.mashery.com");
    response.putHeader("Content-Length", Integer.toString(length));
  }

  private void send(HttpServerRequest request, Answer answer) {
    var body = Buffer.buffer(answer.body());
    headers(request, answer, body.length());
    request.response().end(body);
  }

  /** Promises the whole body, sends half of it and hangs up. */
  private void sendHalf(HttpServerRequest request, Answer answer) {
    var body = Buffer.buffer(answer.body());
    headers(request, answer, body.length());
    request
        .response()
        .write(body.getBuffer(0, body.length() / 2))
        .onComplete(sent -> request.connection().close());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
