package io.offblock.neo4j;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What Lambda's environment would say, with an empty store behind it. */
public final class LambdaSettings implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Neo4jServer.emptyStore();
    return Map.of("NEO4J_URI", Neo4jServer.uri().toString());
  }

  @Override
  public void stop() {
    // The server ends with the tests' process.
  }
}
