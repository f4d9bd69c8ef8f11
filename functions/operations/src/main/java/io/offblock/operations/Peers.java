package io.offblock.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The other functions that answer the gateway, asked about themselves. */
public interface Peers {
  /**
   * @param function name without prefix: {@code ask-postgres}
   * @param resource the contract's path: {@code /v1/stores/postgres}
   * @param requestId of the question that this is asked for: the parts of one answer are found in
   *     the logs under one id
   * @return the answer's body; empty where the function fails or answers anything but 200
   */
  Optional<JsonNode> ask(String function, String resource, String requestId);
}
