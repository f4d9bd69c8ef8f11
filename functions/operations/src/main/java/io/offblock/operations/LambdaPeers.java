package io.offblock.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** {@link Peers} by direct invocation, in the form of the gateway's own event. */
public final class LambdaPeers implements Peers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final LambdaClient lambda;

  public LambdaPeers(LambdaClient lambda) {
    this.lambda = lambda;
  }

  @Override
  public Optional<JsonNode> ask(String function, String resource, String requestId) {
    try {
      byte[] event =
          JSON.writeValueAsBytes(
              Map.of(
                  "resource",
                  resource,
                  "path",
                  resource,
                  "httpMethod",
                  "GET",
                  "requestContext",
                  Map.of("requestId", requestId)));
      var result =
          lambda.invoke(
              r -> r.functionName("offblock-" + function).payload(SdkBytes.fromByteArray(event)));
      JsonNode answer = JSON.readTree(result.payload().asUtf8String());
      return result.functionError() == null && answer.path("statusCode").asInt() == 200
          ? Optional.of(JSON.readTree(answer.path("body").asText()))
          : Optional.empty();
    } catch (SdkException | JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
