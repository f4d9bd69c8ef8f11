package io.offblock.harvest.lufthansa;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.offblock.harvest.Settings;
import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.AccessTokens.Refusing;
import io.offblock.harvest.lufthansa.AccessTokens.Token;
import io.offblock.harvest.lufthansa.Outcome.Failed;
import io.offblock.harvest.lufthansa.Outcome.Fault;
import io.offblock.harvest.lufthansa.Outcome.Found;
import io.offblock.harvest.lufthansa.Outcome.Nothing;
import io.offblock.harvest.lufthansa.Outcome.Refusal;
import io.offblock.harvest.lufthansa.Outcome.Refused;
import io.offblock.harvest.quota.Permits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lufthansa's Open API over HTTP. The only layer that retries: 401 once with a new token, too many
 * in a second after the provider's pause, 5xx and broken connections with growing, jittered pauses,
 * all before the deadline and each for a permit of its own. Neither id, secret nor token is ever in
 * an outcome, a message or a log.
 */
public final class LufthansaClient implements Provider {
  private static final int RETRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(400);

  /** No answer comes in less: asking again would only use up a call. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private static final int LONGEST_DETAIL = 200;

  /** The provider says Retry-After: 1. */
  private static final Duration PROVIDERS_PAUSE = Duration.ofMillis(1100);

  private final URI base;
  private final Timeline timeline;
  private final Exchange exchange = new Exchange();
  private final AccessTokens tokens;

  public LufthansaClient(Settings settings, Keys keys, Timeline timeline) {
    this.base = Objects.requireNonNull(settings.lufthansa());
    this.timeline = Objects.requireNonNull(timeline);
    this.tokens = new AccessTokens(base, keys, exchange, timeline);
  }

  @Override
  public Outcome fetch(Request request, Permits permits, Instant deadline)
      throws InterruptedException {
    Duration left = Duration.between(timeline.now(), deadline);
    if (!left.isPositive()) {
      return new Failed(request, Fault.TIMEOUT, "no time was left to ask");
    }
    try {
      return Failsafe.with(retries(left))
          .get(
              c ->
                  c.getLastResult() != null && limit(deadline).compareTo(LEAST) < 0
                      ? c.getLastResult()
                      : attempt(request, permits, deadline));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw e;
    }
  }

  private static RetryPolicy<Outcome> retries(Duration left) {
    return RetryPolicy.<Outcome>builder()
        // By the result alone: what is thrown comes from elsewhere, and was retried there.
        .handleIf((outcome, thrown) -> thrown == null && worthRetrying(outcome))
        .withDelayFn(c -> pause(c.getLastResult(), c.getAttemptCount()))
        .withMaxRetries(RETRIES)
        .withMaxDuration(left)
        .build();
  }

  /** Never shorter than the provider asks for; else twice as long each time, 40 % more or less. */
  private static Duration pause(Outcome last, int attempts) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return last instanceof Refused
        ? PROVIDERS_PAUSE.plusMillis(random.nextLong(300))
        : Duration.ofMillis(
            (long) ((FIRST_PAUSE.toMillis() << (attempts - 1)) * random.nextDouble(0.6, 1.4)));
  }

  private static boolean worthRetrying(Outcome outcome) {
    return switch (outcome) {
      case Refused r -> r.refusal() == Refusal.TOO_FAST;
      case Failed f -> f.fault() != Fault.BACKEND && f.fault() != Fault.UNEXPECTED;
      case null, default -> false;
    };
  }

  /** One request and, where the token was spent, one more. */
  private Outcome attempt(Request request, Permits permits, Instant deadline)
      throws InterruptedException {
    try {
      Token token = tokens.current(null, () -> take(permits), deadline);
      take(permits);
      HttpResponse<byte[]> answer = get(request, token, deadline);
      if (answer.statusCode() == 401) {
        Token renewed = tokens.current(token, () -> take(permits), deadline);
        take(permits);
        answer = get(request, renewed, deadline);
      }
      return outcome(request, answer);
    } catch (Refusing e) {
      return e.answer() == null
          ? new Refused(request, Refusal.NO_PERMIT, "our own count of calls has none left")
          : token(request, e.answer());
    } catch (HttpTimeoutException e) {
      return new Failed(request, Fault.TIMEOUT, tokens.hide(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new Failed(request, Fault.BROKEN_OFF, tokens.hide(String.valueOf(e.getMessage())));
    }
  }

  private void take(Permits permits) throws InterruptedException, Refusing {
    Optional<Instant> moment = permits.take();
    if (moment.isEmpty()) {
      throw new Refusing(null);
    }
    timeline.sleepUntil(moment.get());
  }

  private HttpResponse<byte[]> get(Request request, Token token, Instant deadline)
      throws IOException, InterruptedException {
    return exchange.send(
        HttpRequest.newBuilder(URI.create(base + request.text()))
            .header("Authorization", "Bearer " + token.value())
            .header("Accept", "application/json")
            .GET()
            .build(),
        limit(deadline));
  }

  private Outcome outcome(Request request, HttpResponse<byte[]> answer) {
    Instant now = timeline.now();
    int status = answer.statusCode();
    return switch (status) {
      case 200 -> new Found(request, status, answer.body(), sha256(answer.body()), now);
      case 404 -> new Nothing(request, now);
      case 401, 403 -> refused(request, answer);
      default -> failed(request, answer);
    };
  }

  private Refused refused(Request request, HttpResponse<byte[]> answer) {
    return new Refused(
        request,
        ErrorAnswer.refusal(answer.body(), answer.headers().firstValue("X-Mashery-Error-Code")),
        detail(answer));
  }

  private Failed failed(Request request, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    Fault fault =
        ErrorAnswer.backend(answer.body())
            ? Fault.BACKEND
            : status >= 500 || status == 429 || status == 408
                ? Fault.UNAVAILABLE
                : Fault.UNEXPECTED;
    return new Failed(request, fault, detail(answer));
  }

  private Outcome token(Request request, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String detail = "token request: " + detail(answer);
    return status >= 500
        ? new Failed(request, Fault.UNAVAILABLE, detail)
        : new Refused(
            request,
            ErrorAnswer.refusal(answer.body(), answer.headers().firstValue("X-Mashery-Error-Code")),
            detail);
  }

  private String detail(HttpResponse<byte[]> answer) {
    String text =
        tokens.hide(
            "HTTP %d %s"
                .formatted(answer.statusCode(), ErrorAnswer.message(answer.body()).orElse(""))
                .strip());
    // Cut last: half a secret would not be found and hidden.
    return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
  }

  private Duration limit(Instant deadline) {
    return Exchange.limit(timeline.now(), deadline);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
