package io.offblock.harvest.lufthansa;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP exchange, whole: the time limit spans connection, headers and the last byte of the body.
 */
final class Exchange {
  private static final Duration LONGEST = Duration.ofSeconds(12);

  /** No answer of the API comes near it. */
  private static final long LARGEST = 8L << 20;

  static {
    // Unasked, the client repeats a GET whose connection closes: a call that no permit was taken
    // for.
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** What an exchange may take that begins now: all the time that is left, or as much as any. */
  static Duration limit(Instant now, Instant deadline) {
    Duration left = Duration.between(now, deadline);
    return left.compareTo(LONGEST) < 0 ? left : LONGEST;
  }

  /**
   * Sends and reads to the end.
   *
   * @throws HttpTimeoutException where the limit passed
   * @throws IOException where the connection failed, or the body is not as long as its head says
   */
  HttpResponse<byte[]> send(HttpRequest request, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      HttpResponse<byte[]> response =
          answer.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      if (length.isPresent() && length.getAsLong() != response.body().length) {
        throw new IOException(
            "the body ended after %d of %d bytes"
                .formatted(response.body().length, length.getAsLong()));
      }
      return response;
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }
}
