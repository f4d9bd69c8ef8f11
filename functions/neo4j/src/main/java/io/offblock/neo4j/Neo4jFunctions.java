package io.offblock.neo4j;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.payload.StoredObject;
import io.quarkus.funqy.Funq;
import java.util.List;

/** The functions of this zip. */
public class Neo4jFunctions {
  /** Loads one stored object; throws where it must come again from the queue. */
  @Funq("load-neo4j")
  public void load(StoredObject object) {
    Wiring.get().loader().load(object);
  }

  /** Answers the gateway. */
  @Funq("ask-neo4j")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.get().router());
  }

  /** Makes the constraints and indexes that are missing and tells which; may be called again. */
  @Funq("schema-neo4j")
  public List<String> schema() {
    return Wiring.get().schema().apply();
  }
}
