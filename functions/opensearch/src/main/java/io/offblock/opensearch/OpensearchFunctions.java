package io.offblock.opensearch;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.payload.StoredObject;
import io.quarkus.funqy.Funq;
import java.util.List;

/** The functions of this zip. */
public class OpensearchFunctions {
  /** Loads one stored object; throws where it must come again from the queue. */
  @Funq("load-opensearch")
  public void load(StoredObject object) {
    Wiring.get().loader().load(object);
  }

  /** Answers the gateway. */
  @Funq("ask-opensearch")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.get().router());
  }

  /**
   * Makes the indexes that are missing and tells which, and the other functions' users where the
   * server asks who it is; may be called again.
   */
  @Funq("schema-opensearch")
  public List<String> schema() {
    List<String> made = Wiring.get().schema().apply();
    Wiring.get().accounts().put();
    return made;
  }
}
