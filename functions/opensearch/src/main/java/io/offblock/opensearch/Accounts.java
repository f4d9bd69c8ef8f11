package io.offblock.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.aws.Secret;
import io.offblock.aws.Secret.Login;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The users that the functions of answers and of loading log in as, each with a role of its own
 * that lets it do what its function does and no more. They are put into the server by its security
 * API, as whoever may: nobody else reaches a domain in a private network.
 */
final class Accounts {
  private static final String API = "/_plugins/_security/api/";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonCalls calls;
  private final Map<Rights, Secret> users;

  /** What a user may do with the indexes of this store, by the server's own names of actions. */
  enum Rights {
    READER(
        "offblock_reader",
        List.of("cluster_composite_ops_ro"),
        List.of("read", "indices:admin/refresh*")),
    /** It looks for index and alias before it writes, which {@code crud} does not stand for. */
    LOADER(
        "offblock_loader",
        List.of("cluster_composite_ops"),
        List.of("crud", "create_index", "indices:admin/get", "indices:admin/aliases/get"));

    private final String role;
    private final List<String> ofCluster;
    private final List<String> ofIndexes;

    Rights(String role, List<String> ofCluster, List<String> ofIndexes) {
      this.role = role;
      this.ofCluster = ofCluster;
      this.ofIndexes = ofIndexes;
    }

    private Map<String, Object> description() {
      return Map.of(
          "cluster_permissions",
          ofCluster,
          "index_permissions",
          List.of(Map.of("index_patterns", List.of("offblock-*"), "allowed_actions", ofIndexes)));
    }
  }

  /** The server does not take a user as it is. */
  static final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private Refused(String user, IllegalStateException cause) {
      super(
          "OpenSearch does not take the user %s: the user of OPENSEARCH_SECRET must be one that may ask the security API (the master user on AWS), and the password must have 8 characters or more, of each kind; %s"
              .formatted(user, cause.getMessage()),
          cause);
    }
  }

  /**
   * @param calls as a user that may ask the security API
   */
  Accounts(JsonCalls calls, Map<Rights, Secret> users) {
    this.calls = Objects.requireNonNull(calls);
    this.users = new LinkedHashMap<>(users);
  }

  /**
   * Those that {@code OPENSEARCH_READER_SECRET} and {@code OPENSEARCH_LOADER_SECRET} name; nobody
   * where the server asks nobody who it is.
   *
   * @param own who this function is to the server
   */
  static Accounts of(JsonCalls calls, Optional<Secret> own, UnaryOperator<String> setting) {
    Map<Rights, Secret> users = new LinkedHashMap<>();
    if (own.isPresent()) {
      for (Rights rights : Rights.values()) {
        String arn = setting.apply("OPENSEARCH_%s_SECRET".formatted(rights));
        if (!arn.isBlank()) {
          users.put(rights, Secret.of(arn));
        }
      }
    }
    return new Accounts(calls, users);
  }

  /**
   * Brings users, roles and passwords to what the secrets say now; may be called again.
   *
   * @throws Refused where the server does not take one of them
   */
  void put() {
    Map<Rights, Login> logins = new LinkedHashMap<>();
    users.forEach((rights, secret) -> logins.put(rights, checked(rights, secret)));
    logins.forEach(this::put);
  }

  private void put(Rights rights, Login login) {
    try {
      calls.send("PUT", API + "roles/" + rights.role, json(rights.description()));
      calls.sendHidden(
          "PUT", API + "internalusers/" + login.user(), json(Map.of("password", login.password())));
      calls.send(
          "PUT", API + "rolesmapping/" + rights.role, json(Map.of("users", List.of(login.user()))));
    } catch (IllegalStateException e) {
      throw new Refused(login.user(), e);
    }
  }

  /** Never what was kept: passwords are set by what the secret says now. */
  private static Login checked(Rights rights, Secret secret) {
    secret.renew();
    Login login = secret.login();
    if (!login.user().matches("[\\w.-]+") || login.password().isEmpty()) {
      throw new IllegalStateException(
          "%s of the %s names no user, of letters, digits and _.- alone, with a password: OpenSearch asks everybody who it is, so put both into it"
              .formatted(secret, rights));
    }
    return login;
  }

  private static String json(Map<String, Object> content) {
    try {
      return MAPPER.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      // The cause might show the content.
      throw new IllegalStateException("a user of OpenSearch cannot be written as JSON");
    }
  }
}
