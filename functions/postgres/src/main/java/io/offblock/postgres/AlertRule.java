package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * A rule as it is kept.
 *
 * @param conditions as asked for ({@link AlertQuestion})
 * @param salt what its secret is made from, with the installation's key
 * @param since what was told earlier does not fire
 */
record AlertRule(
    String id,
    String name,
    String url,
    JsonNode conditions,
    boolean enabled,
    String salt,
    Instant since,
    Instant createdAt,
    Instant changedAt) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static AlertRule read(ResultSet row) throws SQLException {
    try {
      return new AlertRule(
          row.getString("id"),
          row.getString("name"),
          row.getString("url"),
          MAPPER.readTree(row.getString("conditions")),
          row.getBoolean("enabled"),
          row.getString("salt"),
          FlightStories.moment(row, "since"),
          FlightStories.moment(row, "created_at"),
          FlightStories.moment(row, "changed_at"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rule's conditions are no JSON", e);
    }
  }

  /** As answers show it: path and query of a target may be a secret of its receiver. */
  Map<String, Object> fields() {
    return Fields.none()
        .with("id", id)
        .with("name", name)
        .with("target", target())
        .with("conditions", conditions)
        .with("enabled", enabled)
        .with("since", since)
        .with("createdAt", createdAt)
        .with("changedAt", changedAt)
        .map();
  }

  private String target() {
    URI uri = URI.create(url);
    boolean more = uri.getRawQuery() != null || uri.getRawPath().length() > 1;
    return "%s://%s%s".formatted(uri.getScheme(), uri.getRawAuthority(), more ? "/…" : "/");
  }
}
