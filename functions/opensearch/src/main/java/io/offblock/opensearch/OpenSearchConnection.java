package io.offblock.opensearch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.aws.Secret;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * The way to OpenSearch: one client, one thread, few connections, as a function serves one call at
 * a time. It tells a store that is away (to be tried again) from a question that is wrong.
 */
public final class OpenSearchConnection implements AutoCloseable {
  static final String STORE = "opensearch";
  private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);

  private static final int UNAUTHORIZED = 401;

  private final OpenSearchClient client;
  private final Optional<Secret> login;

  private OpenSearchConnection(OpenSearchClient client, Optional<Secret> login) {
    this.client = Objects.requireNonNull(client);
    this.login = Objects.requireNonNull(login);
  }

  /**
   * To a server that asks nobody who it is.
   *
   * @param url {@code http://host:port}
   */
  public static OpenSearchConnection to(URI url) {
    return to(url, Optional.empty());
  }

  /**
   * To a server.
   *
   * @param login has the user and the password; they go with every call, since a first call without
   *     them would cost a trip each time, and are read again where the server refused them
   */
  static OpenSearchConnection to(URI url, Optional<Secret> login) {
    HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
    ConnectionConfig connections =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.ofSeconds(3))
            .setSocketTimeout(Timeout.ofSeconds(25))
            // A frozen function wakes with connections that the server has long closed.
            .setValidateAfterInactivity(TimeValue.ofSeconds(2))
            .build();
    return new OpenSearchConnection(
        new OpenSearchClient(
            ApacheHttpClient5TransportBuilder.builder(host)
                .setMapper(new JacksonJsonpMapper(new ObjectMapper()))
                .setHttpClientConfigCallback(
                    http ->
                        http.setIOReactorConfig(
                                IOReactorConfig.custom().setIoThreadCount(1).build())
                            .addRequestInterceptorFirst(
                                (request, entity, context) ->
                                    login.ifPresent(
                                        secret ->
                                            request.setHeader(
                                                HttpHeaders.AUTHORIZATION, basic(secret.login()))))
                            .setConnectionManager(
                                PoolingAsyncClientConnectionManagerBuilder.create()
                                    .setDefaultConnectionConfig(connections)
                                    .setMaxConnPerRoute(8)
                                    .setMaxConnTotal(8)
                                    .build()))
                .build()),
        login);
  }

  private static String basic(Secret.Login login) {
    String text = login.user() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A call of the client. */
  interface Call<T> {
    T on(OpenSearchClient client) throws IOException;
  }

  /**
   * The call's answer.
   *
   * @param what for the message, without secrets
   * @throws StoreUnavailable where the server cannot be reached, is overloaded, or has no such
   *     index yet
   */
  <T> T ask(String what, Call<T> call) {
    try {
      return login.isPresent() ? withLogin(client, login.get(), call) : call.on(client);
    } catch (OpenSearchException e) {
      if (AWAY.contains(e.status()) || "index_not_found_exception".equals(e.error().type())) {
        throw new StoreUnavailable(STORE, what, e);
      }
      throw e;
    } catch (ResponseException e) {
      if (AWAY.contains(e.status())) {
        throw new StoreUnavailable(STORE, what, e);
      }
      throw new IllegalStateException("OpenSearch refused to " + what, e);
    } catch (IOException e) {
      throw new StoreUnavailable(STORE, what, e);
    }
  }

  @Override
  public void close() {
    try {
      client._transport().close();
    } catch (IOException e) {
      System.getLogger(STORE).log(System.Logger.Level.DEBUG, "closing a broken connection", e);
    }
  }

  /** Once more with the secret as it is now, where the server refused what was kept of it. */
  private static <T> T withLogin(OpenSearchClient client, Secret secret, Call<T> call)
      throws IOException {
    try {
      return call.on(client);
    } catch (OpenSearchException | IOException e) {
      if (!unauthorized(e)) {
        throw e;
      }
      secret.renew();
      return call.on(client);
    }
  }

  /** By its status, however deep the client has put it. */
  private static boolean unauthorized(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof ResponseException r && r.status() == UNAUTHORIZED
          || e instanceof OpenSearchException o && o.status() == UNAUTHORIZED) {
        return true;
      }
    }
    return false;
  }
}
