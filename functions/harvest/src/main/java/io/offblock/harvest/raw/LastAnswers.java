package io.offblock.harvest.raw;

import io.offblock.payload.PayloadKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last answer to each of the latest requests, so that an unchanged one is known. Safe for
 * threads.
 */
public final class LastAnswers {
  private static final int MOST = 1500;

  private final Map<String, Last> byRequest = new LinkedHashMap<>();

  /**
   * An answer.
   *
   * @param key of its raw object
   * @param sha256 of its bytes
   */
  public record Last(PayloadKey key, String sha256) {}

  public synchronized Optional<Last> find(String request) {
    return Optional.ofNullable(byRequest.get(request));
  }

  /**
   * Remembers an answer, forgetting the request that was longest not asked where there are too
   * many.
   */
  public synchronized void remember(String request, Last answer) {
    byRequest.remove(request);
    byRequest.put(request, answer);
    if (byRequest.size() > MOST) {
      byRequest.remove(byRequest.keySet().iterator().next());
    }
  }

  /** All, longest not asked first. */
  public synchronized Map<String, Last> all() {
    return new LinkedHashMap<>(byRequest);
  }
}
