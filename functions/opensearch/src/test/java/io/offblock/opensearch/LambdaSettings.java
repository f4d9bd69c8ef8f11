package io.offblock.opensearch;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What Lambda's environment would say, with an empty store behind it. */
public final class LambdaSettings implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    OpenSearchServer.emptyStore();
    return Map.of("OPENSEARCH_URL", OpenSearchServer.url().toString());
  }

  @Override
  public void stop() {
    // The server ends with the tests' process.
  }
}
