package io.offblock.sandbox.api;

import io.offblock.sandbox.SandboxClock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The gateway in front of the API: who may call, and how often. The hour's quota counts from full
 * hour to full hour, and asking for a token is a call like any other; calls refused do not count.
 */
public final class Gate {
  private static final int TOKEN_LENGTH = 24;

  private Limits limits;
  private final SandboxClock clock;
  private final Random random = new Random();
  private final Map<String, Token> tokens = new HashMap<>();
  private final Map<String, Key> keys = new HashMap<>();

  /**
   * @param quota calls a clock hour and key
   * @param rate calls a second and key; one more may come in a burst
   * @param tokenSeconds how long a token lasts
   * @param clients client id → secret of those who may have a token
   */
  public record Limits(int quota, double rate, int tokenSeconds, Map<String, String> clients) {
    /**
     * @throws IllegalArgumentException where nobody could call
     */
    public Limits {
      if (quota < 1 || !(rate > 0)) {
        throw new IllegalArgumentException(
            "quota and qps must be more than 0, not " + quota + " and " + rate + ".");
      }
    }
  }

  private record Token(String client, long expires) {}

  /** What a client used of its hour and of its second. */
  private static final class Key {
    private long hour = Long.MIN_VALUE;
    private int used;
    private double burst;
    private long filledAt;
  }

  public Gate(Limits limits, SandboxClock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Answers a token request. */
  public synchronized Answer token(Call call, Faults faults) {
    var form = call.form();
    String client = form.getOrDefault("client_id", "");
    if (!form.getOrDefault("client_secret", "")
        .equals(limits.clients().getOrDefault(client, "\0"))) {
      return Answer.gateway(401, "Not Authorized");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return Answer.gateway(400, "Bad Request");
    }
    var refused = refusal(client, faults);
    if (refused.isPresent()) {
      return refused.get();
    }
    String token =
        random
            .ints(TOKEN_LENGTH, 0, 36)
            .collect(
                StringBuilder::new,
                (text, i) -> text.append(Character.forDigit(i, 36)),
                StringBuilder::append)
            .toString();
    long now = clock.millis();
    tokens.values().removeIf(old -> old.expires() < now);
    tokens.put(token, new Token(client, now + limits.tokenSeconds() * 1000L));
    return Answer.token(token, limits.tokenSeconds());
  }

  /** The answer for a call that may not pass; empty for one that may, which is then counted. */
  public synchronized Optional<Answer> refuse(Call call, Faults faults) {
    String header = call.header("authorization");
    var token = header.startsWith("Bearer ") ? tokens.get(header.substring(7).strip()) : null;
    if (token == null || token.expires() < clock.millis()) {
      return Optional.of(Answer.gateway(401, "Not Authorized"));
    }
    return refusal(token.client(), faults);
  }

  /**
   * Lets clients call more often, or less, from now on; what they used of this hour stays counted.
   *
   * @param quota calls a clock hour and key
   * @param rate calls a second and key
   */
  public synchronized void limit(int quota, double rate) {
    limits = new Limits(quota, rate, limits.tokenSeconds(), limits.clients());
  }

  public synchronized Limits limits() {
    return limits;
  }

  /** Every token given so far is worth nothing from now on. */
  public synchronized void expireTokens() {
    tokens.clear();
  }

  private Optional<Answer> refusal(String client, Faults faults) {
    var key = keys.computeIfAbsent(client, id -> new Key());
    long now = clock.millis();
    double burstMost = limits.rate() + 1;
    if (key.filledAt == 0 || now < key.filledAt) {
      key.burst = burstMost;
    } else {
      key.burst = Math.min(burstMost, key.burst + (now - key.filledAt) / 1000.0 * limits.rate());
    }
    key.filledAt = now;
    long hour = Math.floorDiv(now, 3_600_000L);
    if (key.hour != hour) {
      key.hour = hour;
      key.used = 0;
    }
    if (faults.overQps() || key.burst < 1) {
      String text = "Account Over Queries Per Second Limit";
      return Optional.of(Answer.forbidden(text, "ERR_403_DEVELOPER_OVER_QPS", text, 1));
    }
    if (faults.overQuota() || key.used >= limits.quota()) {
      String text = "Account Over Rate Limit";
      long left = ((hour + 1) * 3_600_000L - now + 999) / 1000;
      return Optional.of(Answer.forbidden(text, "ERR_403_DEVELOPER_OVER_RATE", text, left));
    }
    key.burst -= 1;
    key.used++;
    return Optional.empty();
  }

  /** A session id as the backend's servlet container makes them. */
  public synchronized String session() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
