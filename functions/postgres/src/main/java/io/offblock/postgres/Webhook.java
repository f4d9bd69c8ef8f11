package io.offblock.postgres;

import io.offblock.alert.Reach;
import io.offblock.alert.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts one signed message, once. Redirects are not followed, nothing is asked again and no answer
 * is read but its status. Which addresses may be reached is checked where the connection is made,
 * on the addresses that it is made to: a name that resolves to another one later gains nothing.
 */
final class Webhook {
  /**
   * Messages that may be under way at once, to one receiver as well as to many. Each has a
   * connection: one that had to wait for another's would fail without having been sent.
   */
  static final int AT_ONCE = 32;

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int GONE = 410;

  private final InstantSource clock;
  private final CloseableHttpClient client;

  Webhook(Reach reach, InstantSource clock) {
    this.clock = clock;
    Timeout connect = Timeout.ofSeconds(5);
    Timeout answer = Timeout.of(LONGEST);
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Guarded(reach))
                    .setMaxConnPerRoute(AT_ONCE)
                    .setMaxConnTotal(AT_ONCE)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(connect)
                            .setSocketTimeout(answer)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(connect)
                    .setResponseTimeout(answer)
                    .build())
            .setUserAgent("Offblock-Webhook/1")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
  }

  /**
   * How an attempt went.
   *
   * @param status that was answered; empty where there was no answer
   * @param error what went wrong, in words that may be shown
   * @param hopeless whether another attempt would be in vain
   */
  record Outcome(OptionalInt status, Optional<String> error, boolean hopeless, Duration took) {
    boolean delivered() {
      return status.isPresent() && status.getAsInt() / 100 == 2;
    }
  }

  /** One attempt, over within {@link #LONGEST} and what a connection takes. */
  Outcome post(String url, String secret, String id, String body) {
    long began = System.nanoTime();
    Instant now = clock.instant();
    HttpPost post;
    try {
      post = new HttpPost(url);
    } catch (IllegalArgumentException e) {
      return new Outcome(
          OptionalInt.empty(),
          Optional.of("the address is none that a request can be sent to"),
          true,
          took(began));
    }
    post.setHeader("webhook-id", id);
    post.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
    post.setHeader("webhook-signature", Signature.by(secret).of(id, now, body));
    post.setEntity(
        new StringEntity(body, ContentType.create("application/json", StandardCharsets.UTF_8)));
    // A receiver that answers byte by byte keeps within every timeout of a read.
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            post::abort,
            CompletableFuture.delayedExecutor(LONGEST.toMillis() + 5000, TimeUnit.MILLISECONDS));
    try (ClassicHttpResponse answer = client.executeOpen(null, post, null)) {
      int status = answer.getCode();
      return new Outcome(
          OptionalInt.of(status),
          status / 100 == 2
              ? Optional.empty()
              : Optional.of(
                  status == GONE ? "the receiver wants no more of it" : "not a status of success"),
          status == GONE,
          took(began));
    } catch (Guarded.Refused e) {
      return new Outcome(OptionalInt.empty(), Optional.of(e.getMessage()), true, took(began));
    } catch (IOException e) {
      return new Outcome(OptionalInt.empty(), Optional.of(words(e)), false, took(began));
    } finally {
      limit.cancel(false);
    }
  }

  private static Duration took(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** The kind of what went wrong: messages of the network name addresses that are nobody's. */
  private static String words(IOException e) {
    return switch (e) {
      case UnknownHostException unknown -> "the name is not known";
      case java.net.SocketTimeoutException slow -> "no answer in time";
      case java.net.ConnectException away -> "no connection";
      case javax.net.ssl.SSLException insecure -> "no secure connection";
      default -> "the connection broke";
    };
  }

  /** Resolves names to addresses that may be reached. */
  private record Guarded(Reach reach) implements DnsResolver {
    static final class Refused extends UnknownHostException {
      private static final long serialVersionUID = 1;

      Refused() {
        super("the target is in a network that webhooks may not go to");
      }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      for (InetAddress address : addresses) {
        if (!reach.allows(address)) {
          throw new Refused();
        }
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return host;
    }
  }
}
