package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import io.offblock.answer.StoreCount;
import io.offblock.answer.StoreFacts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the database holds, how much of it is in the air now, and how old what is known of that is.
 */
final class PostgresFacts implements StoreFacts {
  private final PostgresSession session;
  private final InstantSource clock;

  PostgresFacts(PostgresSession session, InstantSource clock) {
    this.session = session;
    this.clock = clock;
  }

  @Override
  public StoreCount count() {
    OffsetDateTime now = moment(clock.instant());
    return session.read(
        "counting",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(Queries.named("count"))) {
            for (int i = 1; i <= 3; i++) {
              statement.setObject(i, now);
            }
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              long airborne = row.getLong("airborne");
              return new StoreCount(
                  row.getLong("flights"),
                  row.getLong("payloads"),
                  OptionalLong.of(airborne),
                  airborne == 0
                      ? Optional.empty()
                      : Optional.of(
                          new StoreCount.Freshness(row.getDouble("p50"), row.getDouble("p95"))),
                  Optional.ofNullable(row.getObject("newest", OffsetDateTime.class))
                      .map(OffsetDateTime::toInstant));
            }
          }
        });
  }

  @Override
  public Optional<Instant> loadedAt(String payloadId) {
    return session.read(
        "looking up a payload",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("loaded-at"))) {
            statement.setString(1, payloadId);
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                  : Optional.empty();
            }
          }
        });
  }
}
