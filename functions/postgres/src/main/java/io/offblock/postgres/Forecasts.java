package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import io.offblock.forecast.DelayForecast;
import io.offblock.payload.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What the model said of flights. Grows only. */
final class Forecasts {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Forecasts() {}

  /** Adds a payload's forecasts; those that are there stay as they are. */
  static void write(Connection connection, Payload payload, List<DelayForecast> forecasts)
      throws SQLException {
    if (forecasts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("write-forecasts"))) {
      statement.setString(1, payload.key().id());
      statement.setString(
          2, MAPPER.writeValueAsString(forecasts.stream().map(Forecasts::row).toList()));
      statement.executeUpdate();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> row(DelayForecast f) {
    return Fields.none()
        .with("flight", f.flight().toString())
        .with("made_at", f.madeAt().toString())
        .with("horizon", f.horizon())
        .with("model_version", f.version())
        .with("world", f.world())
        .with("probability", f.probability())
        .with("minutes10", f.minutes10())
        .with("minutes50", f.minutes50())
        .with("minutes90", f.minutes90())
        .with(
            "reasons",
            f.reasons().stream()
                .map(
                    r ->
                        Fields.none()
                            .with("group", r.group())
                            .with("points", r.points())
                            .with("minutes", r.minutes())
                            .with("words", r.words())
                            .map())
                .toList())
        .map();
  }
}
