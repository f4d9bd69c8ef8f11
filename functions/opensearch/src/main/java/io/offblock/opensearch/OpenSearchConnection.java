package io.offblock.opensearch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
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
public final class OpenSearchConnection {
  static final String STORE = "opensearch";
  private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);

  private final OpenSearchClient client;

  private OpenSearchConnection(OpenSearchClient client) {
    this.client = Objects.requireNonNull(client);
  }

  /**
   * To a server.
   *
   * @param url {@code http://host:port}; user and password before the host where it asks for them
   */
  public static OpenSearchConnection to(URI url) {
    HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
    ConnectionConfig connections =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.ofSeconds(3))
            .setSocketTimeout(Timeout.ofSeconds(25))
            // A frozen function wakes with connections that the server has long closed.
            .setValidateAfterInactivity(TimeValue.ofSeconds(2))
            .build();
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    if (url.getUserInfo() != null) {
      String[] user = url.getUserInfo().split(":", 2);
      credentials.setCredentials(
          new AuthScope(host),
          new UsernamePasswordCredentials(user[0], user[user.length - 1].toCharArray()));
    }
    return new OpenSearchConnection(
        new OpenSearchClient(
            ApacheHttpClient5TransportBuilder.builder(host)
                .setMapper(new JacksonJsonpMapper(new ObjectMapper()))
                .setHttpClientConfigCallback(
                    http ->
                        http.setIOReactorConfig(
                                IOReactorConfig.custom().setIoThreadCount(1).build())
                            .setDefaultCredentialsProvider(credentials)
                            .setConnectionManager(
                                PoolingAsyncClientConnectionManagerBuilder.create()
                                    .setDefaultConnectionConfig(connections)
                                    .setMaxConnPerRoute(8)
                                    .setMaxConnTotal(8)
                                    .build()))
                .build()));
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
      return call.on(client);
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
}
