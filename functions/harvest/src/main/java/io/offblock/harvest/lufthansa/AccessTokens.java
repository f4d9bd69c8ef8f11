package io.offblock.harvest.lufthansa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.harvest.Timeline;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The access token of this process. Kept in memory only, until shortly before its end: a request
 * for one counts against the quota, and a secret has no business in storage. Safe for threads;
 * those that find it spent together renew it once, and where that fails it fails for all of them.
 */
final class AccessTokens {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** So many tokens back, no answer that is still under way can have been asked with. */
  private static final int REMEMBERED = 16;

  private final URI address;
  private final Keys keys;
  private final Exchange exchange;
  private final Timeline timeline;

  /** Held as long as a renewal takes; what it changes is guarded by this object's own lock. */
  private final ReentrantLock renewing = new ReentrantLock();

  /** Why the last renewal that failed did so. */
  private volatile Exception failed;

  private Token token;
  private final Deque<Token> before = new ArrayDeque<>();
  private Credentials credentials;
  private Credentials credentialsBefore;

  /** A token, until then. Its text does not show it. */
  record Token(String value, Instant renewAt) {
    @Override
    public String toString() {
      return "Token[hidden, until " + renewAt + "]";
    }
  }

  /** Asks leave for one call. */
  @FunctionalInterface
  interface Leave {
    void take() throws InterruptedException, Refusing;
  }

  /** The token request was answered, but not with a token. */
  static final class Refusing extends Exception {
    private static final long serialVersionUID = 1;
    private final transient HttpResponse<byte[]> answer;

    Refusing(HttpResponse<byte[]> answer) {
      super(null, null, false, false);
      this.answer = answer;
    }

    /** The answer; null where no call was left to ask. */
    HttpResponse<byte[]> answer() {
      return answer;
    }
  }

  AccessTokens(URI base, Keys keys, Exchange exchange, Timeline timeline) {
    this.address = URI.create(base + "/oauth/token");
    this.keys = keys;
    this.exchange = exchange;
    this.timeline = timeline;
  }

  /**
   * A token that is not spent, and not the given one.
   *
   * @param deadline of waiting for another's renewal and of an own one together
   */
  Token current(Token spent, Leave leave, Instant deadline)
      throws IOException, InterruptedException, Refusing {
    Exception failedBefore = failed;
    long left = Duration.between(timeline.now(), deadline).toMillis();
    if (!renewing.tryLock(left, TimeUnit.MILLISECONDS)) {
      throw new HttpTimeoutException("another call's request for a token took too long");
    }
    try {
      if (token == null || token == spent || !timeline.now().isBefore(token.renewAt())) {
        if (failed != failedBefore) {
          // A server that does not answer is not waited for by each in turn.
          rethrow(failed);
        }
        keep(renew(leave, deadline));
      }
      return token;
    } catch (IOException | Refusing | RuntimeException e) {
      failed = e;
      throw e;
    } finally {
      renewing.unlock();
    }
  }

  private static void rethrow(Exception e) throws IOException, Refusing {
    switch (e) {
      case IOException broken -> throw broken;
      case Refusing refused -> throw refused;
      case RuntimeException other -> throw other;
      default -> throw new IllegalStateException(e);
    }
  }

  private synchronized void keep(Token next) {
    if (token != null) {
      before.addFirst(token);
    }
    if (before.size() > REMEMBERED) {
      before.removeLast();
    }
    token = next;
  }

  /**
   * One refusal is taken for a key that was changed meanwhile: if so, asks once more with the new
   * one.
   */
  private Token renew(Leave leave, Instant deadline)
      throws IOException, InterruptedException, Refusing {
    use(keys.current());
    leave.take();
    try {
      return ask(deadline);
    } catch (Refusing refused) {
      Credentials tried = credentials;
      if (refused.answer().statusCode() >= 500) {
        throw refused;
      }
      use(keys.renewed());
      if (credentials.equals(tried)) {
        throw refused;
      }
      leave.take();
      return ask(deadline);
    }
  }

  private synchronized void use(Credentials now) {
    if (!now.equals(credentials)) {
      credentialsBefore = credentials;
      credentials = now;
    }
  }

  /** Hides ids, secrets and tokens, those before them too, wherever a text might repeat them. */
  synchronized String hide(String text) {
    String hidden = text;
    for (Credentials known : Arrays.asList(credentials, credentialsBefore)) {
      if (known != null) {
        for (String part : List.of(known.secret(), known.id())) {
          hidden = hide(hide(hidden, part), encode(part));
        }
      }
    }
    for (Token spent : before) {
      hidden = hide(hidden, spent.value());
    }
    return token == null ? hidden : hide(hidden, token.value());
  }

  private static String hide(String text, String secret) {
    return secret.length() < 4 ? text : text.replace(secret, "[hidden]");
  }

  private Token ask(Instant deadline) throws IOException, InterruptedException, Refusing {
    HttpResponse<byte[]> answer =
        exchange.send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "client_id=%s&client_secret=%s&grant_type=client_credentials"
                            .formatted(encode(credentials.id()), encode(credentials.secret()))))
                .build(),
            Exchange.limit(timeline.now(), deadline));
    if (answer.statusCode() != 200) {
      throw new Refusing(answer);
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new IOException("the token answer is no JSON");
    }
    String value = json.path("access_token").asText("");
    if (value.isEmpty()) {
      throw new IOException("the token answer has no access_token");
    }
    long seconds = json.path("expires_in").asLong(3600);
    return new Token(value, timeline.now().plusSeconds(seconds - Math.min(300, seconds / 10)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
