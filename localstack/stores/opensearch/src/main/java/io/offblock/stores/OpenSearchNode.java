package io.offblock.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.unit.TimeValue;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.index.mapper.MapperExtrasModulePlugin;
import org.opensearch.index.reindex.ReindexModulePlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * One embedded node, small: only the modules that Offblock's queries touch, thread pools for two
 * cores, buffers for thousands of flights rather than billions of log lines.
 */
final class OpenSearchNode implements AutoCloseable {
  private final Node node;

  private OpenSearchNode(Node node) {
    this.node = node;
  }

  static OpenSearchNode start(int port, Path data) throws IOException, NodeValidationException {
    Files.createDirectories(data.resolve("config"));
    Settings settings =
        Settings.builder()
            .put("cluster.name", "offblock")
            .put("node.name", "offblock")
            .put("path.home", data.toString())
            .put("path.data", data.resolve("data").toString())
            .put("path.logs", data.resolve("logs").toString())
            .put("network.host", "127.0.0.1")
            .put("http.type", "netty4")
            .put("http.port", String.valueOf(port))
            .put("transport.type", "netty4")
            .put("transport.port", "0")
            .put("discovery.type", "single-node")
            .put("node.processors", 2)
            .put("indices.memory.index_buffer_size", "24mb")
            .put("indices.queries.cache.size", "8mb")
            .put("indices.requests.cache.size", "4mb")
            .put("indices.fielddata.cache.size", "16mb")
            // A laptop's disk is often fuller than 95 %; the default would turn every index
            // read-only.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("action.auto_create_index", false)
            .build();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), data.resolve("config"), () -> "offblock");
    LogConfigurator.registerErrorListener();
    LogConfigurator.configureWithoutConfig(environment.settings());
    Node node =
        new OpenSearchRunnerNode(
            environment,
            List.of(
                Netty4ModulePlugin.class,
                CommonAnalysisModulePlugin.class,
                MapperExtrasModulePlugin.class,
                ReindexModulePlugin.class,
                PainlessModulePlugin.class));
    node.start();
    node.client()
        .admin()
        .cluster()
        .prepareHealth()
        .setWaitForYellowStatus()
        .setTimeout(TimeValue.timeValueSeconds(60))
        .get();
    return new OpenSearchNode(node);
  }

  int port() {
    return node.injector()
        .getInstance(HttpServerTransport.class)
        .boundAddress()
        .publishAddress()
        .getPort();
  }

  @Override
  public void close() {
    try {
      node.close();
      node.awaitClose(20, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
