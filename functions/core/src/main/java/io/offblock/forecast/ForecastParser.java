package io.offblock.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.flight.FlightId;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.ParsedPayload.Rejected;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Offblock's own payloads: forecasts of one horizon by one model. {@code
 * {"model":{"name","version","world"},"horizon","made_at","forecasts":[{"flight","probability",
 * "minutes":[10 %, 50 %, 90 %],"reasons":[{"group","points","minutes"}]}]}}.
 */
public final class ForecastParser implements PayloadParser {
  /** The provider's name in payload keys: what Offblock itself says. */
  public static final String PROVIDER = "offblock";

  /** The parser hint of these payloads. */
  public static final String HINT = "forecast";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public ParsedPayload parse(Payload payload) {
    if (!payload.hint().equals(HINT)) {
      throw new PoisonPayload("unknown-hint", "no parser for the hint " + payload.hint());
    }
    JsonNode said;
    try {
      said = JSON.readTree(payload.bytes());
    } catch (IOException e) {
      throw new PoisonPayload("not-json", String.valueOf(e.getMessage()), e);
    }
    JsonNode rows = said.path("forecasts");
    Instant madeAt;
    try {
      madeAt = Instant.parse(said.path("made_at").asText());
    } catch (DateTimeException e) {
      throw new PoisonPayload("wrong-shape", "made_at is no moment", e);
    }
    String horizon = said.path("horizon").asText();
    int version = said.path("model").path("version").asInt();
    if (!rows.isArray() || horizon.isEmpty() || version < 1) {
      throw new PoisonPayload("wrong-shape", "it lacks forecasts, horizon or the model's version");
    }
    List<DelayForecast> forecasts = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        forecasts.add(forecast(payload, said, rows.get(i), horizon, madeAt, version));
      } catch (IllegalArgumentException e) {
        rejected.add(new Rejected("/forecasts/" + i, e.getMessage()));
      }
    }
    return new ParsedPayload(List.of(), List.of(), forecasts, rejected);
  }

  private static DelayForecast forecast(
      Payload payload, JsonNode said, JsonNode row, String horizon, Instant madeAt, int version) {
    String id = row.path("flight").asText();
    JsonNode minutes = row.path("minutes");
    if (minutes.size() != 3 || !row.path("probability").isNumber()) {
      throw new IllegalArgumentException("it lacks its probability or one of three quantiles");
    }
    List<DelayForecast.Reason> reasons = new ArrayList<>();
    row.path("reasons")
        .forEach(
            r ->
                reasons.add(
                    new DelayForecast.Reason(
                        r.path("group").asText(),
                        r.path("points").asDouble(),
                        r.path("minutes").asDouble())));
    return new DelayForecast(
        FlightId.parse(id).orElseThrow(() -> new IllegalArgumentException("no flight id: " + id)),
        horizon,
        madeAt,
        version,
        said.path("model").path("world").asText("real"),
        row.path("probability").asDouble(),
        minutes.get(0).asDouble(),
        minutes.get(1).asDouble(),
        minutes.get(2).asDouble(),
        reasons,
        payload.key().id());
  }
}
