package io.offblock.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Format;
import io.offblock.answer.Json;
import io.offblock.answer.Problem;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Payloads that a loader gave up after its tries, and their way back into its queue. Loading twice
 * is harmless, so nothing is asked about them but whether there are any.
 */
public final class DeadLetters {
  private static final System.Logger LOG = System.getLogger(DeadLetters.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queues queues;

  public DeadLetters(Queues queues) {
    this.queues = queues;
  }

  /**
   * Begins to send back the dead letters of the store that is named, else of each; 202 with how
   * many each had. A store whose queue does not answer is told with an error, the others go on.
   *
   * @throws Problem 400 for a store that there is not, 503 where nothing could be begun
   */
  public ApiAnswer sendBack(ApiRequest request) {
    List<String> asked = request.value("store").map(DeadLetters::known).orElse(SystemStatus.STORES);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode told = answer.putArray("stores");
    boolean begun = false;
    for (String store : asked) {
      begun |= begin(store, told.addObject().put("store", store), request.requestId());
    }
    if (!begun) {
      throw Problem.unavailable(
          "no queue of dead letters could be reached",
          "Ask again in a few seconds; the dead letters stay where they are.");
    }
    return new ApiAnswer(
        202, Map.of("Content-Type", Format.JSON.contentType()), Json.bytes(answer));
  }

  /** Whether the store's queue answered. */
  private boolean begin(String store, ObjectNode told, String requestId) {
    String queue = "offblock-load-" + store;
    OptionalLong dead = queues.depth(queue + "-dlq");
    dead.ifPresent(n -> told.put("deadLetters", n));
    if (dead.isEmpty()) {
      told.put("moving", false).put("error", "its dead letters cannot be counted");
      return false;
    }
    try {
      if (dead.getAsLong() > 0) {
        queues.sendBack(queue + "-dlq", queue);
      }
      told.put("moving", dead.getAsLong() > 0);
      return true;
    } catch (QueueUnreachable e) {
      LOG.log(Level.WARNING, "request " + requestId, e);
      told.put("moving", false).put("error", "its dead letters could not be sent back");
      return false;
    }
  }

  private static List<String> known(String store) {
    if (!SystemStatus.STORES.contains(store)) {
      throw Problem.badRequest(
          "there is no such store",
          "One of: %s.".formatted(String.join(", ", SystemStatus.STORES)));
    }
    return List.of(store);
  }
}
