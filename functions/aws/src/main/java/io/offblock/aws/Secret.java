package io.offblock.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * A secret of Secrets Manager: a JSON object of texts, known to the function by its ARN alone. Kept
 * for a few minutes, and read again at once where a server refused what it says: so a rotation
 * needs no deployment and costs one failed login. Nothing of it is in this object's text or in any
 * message.
 */
public final class Secret {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String arn;
  private final UnaryOperator<String> source;
  private final Clock clock;
  private Map<String, String> values;
  private Instant readAgainAt = Instant.MIN;

  /** A user and what proves it. Its text shows neither. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[hidden]";
    }
  }

  /**
   * @param source gives the secret's text by its ARN
   */
  public Secret(String arn, UnaryOperator<String> source, Clock clock) {
    this.arn = Objects.requireNonNull(arn);
    this.source = Objects.requireNonNull(source);
    this.clock = Objects.requireNonNull(clock);
  }

  /** From Secrets Manager; the client is made at the first reading. */
  public static Secret of(String arn) {
    return new Secret(
        arn,
        id -> {
          try (SecretsManagerClient client = AwsClients.secretsManager()) {
            return client.getSecretValue(r -> r.secretId(id)).secretString();
          }
        },
        Clock.systemUTC());
  }

  /**
   * One of its values.
   *
   * @throws IllegalStateException where it has none of that name, without showing what it has
   */
  public synchronized String value(String name) {
    if (!clock.instant().isBefore(readAgainAt)) {
      read();
    }
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "the secret %s has no \"%s\": put it there by aws secretsmanager put-secret-value"
              .formatted(arn, name));
    }
    return value;
  }

  /** Its {@code user} and {@code password}. */
  public synchronized Login login() {
    return new Login(value("user"), value("password"));
  }

  /** Forgets what is kept: the next question reads it again. */
  public synchronized void renew() {
    readAgainAt = Instant.MIN;
  }

  private void read() {
    String text = source.apply(arn);
    try {
      values = MAPPER.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // The cause would show the text.
      throw new IllegalStateException("the secret " + arn + " is no JSON object of texts");
    }
    readAgainAt = clock.instant().plus(KEPT);
  }

  @Override
  public String toString() {
    return "Secret[" + arn + "]";
  }
}
