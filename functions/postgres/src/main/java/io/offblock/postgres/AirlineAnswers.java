package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Airlines, as the harvested reference data name them. */
final class AirlineAnswers {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<SortedMap<String, String>> NAMES = new TypeReference<>() {};
  private static final Duration FRESH = Duration.ofHours(1);

  private final PostgresSession session;

  AirlineAnswers(PostgresSession session) {
    this.session = session;
  }

  /** The router with these operations too. */
  Router on(Router router) {
    return router.get("/v1/airlines", this::all).get("/v1/airlines/{airline}", this::one);
  }

  private ApiAnswer one(ApiRequest request) {
    String code = request.airline("airline").orElseThrow();
    return session
        .read(
            "finding an airline",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named("airline"))) {
                statement.setString(1, code);
                return airlines(statement).stream().findFirst();
              }
            })
        .map(airline -> ApiAnswer.json(airline).freshFor(FRESH))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "no airline has the designator " + code,
                    "Look it up: /v1/search?q=<name of the airline>."));
  }

  private ApiAnswer all(ApiRequest request) {
    int limit = request.limit(100, 500);
    String behind = request.cursor(1).map(c -> c.parts().getFirst()).orElse("");
    List<Map<String, Object>> found =
        session.read(
            "reading airlines",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named("airlines"))) {
                statement.setString(1, behind);
                statement.setInt(2, limit + 1);
                return airlines(statement);
              }
            });
    List<Map<String, Object>> page = found.subList(0, Math.min(limit, found.size()));
    Optional<Cursor> next =
        found.size() > limit
            ? Optional.of(Cursor.of(page.getLast().get("iata")))
            : Optional.empty();
    ApiAnswer answer =
        ApiAnswer.json(
                Fields.none()
                    .with("airlines", page)
                    .maybe("next", next.map(Cursor::toString))
                    .map())
            .alsoAsTable(page)
            .freshFor(FRESH);
    return next.map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  private static List<Map<String, Object>> airlines(PreparedStatement statement)
      throws SQLException {
    List<Map<String, Object>> airlines = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        SortedMap<String, String> names = names(row);
        airlines.add(
            Fields.none()
                .with("iata", row.getString("code"))
                .maybe("icao", Optional.ofNullable(row.getString("icao")))
                .maybe(
                    "name",
                    Optional.ofNullable(names.get("EN"))
                        .or(() -> names.values().stream().findFirst()))
                .with("names", names)
                .map());
      }
    }
    return airlines;
  }

  private static SortedMap<String, String> names(ResultSet row) throws SQLException {
    try {
      return MAPPER.readValue(row.getString("names"), NAMES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the names of %s are no JSON".formatted(row.getString("code")), e);
    }
  }
}
