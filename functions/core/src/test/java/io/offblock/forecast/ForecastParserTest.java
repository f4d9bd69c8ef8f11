package io.offblock.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastParserTest {
  private static final String GOOD =
      """
      {"model":{"name":"flight-delay","version":3,"world":"simulated"},"horizon":"2h","made_at":"2026-11-24T08:00:00.001Z",
       "forecasts":[
        {"flight":"LH-400-FRA-JFK-20261124T1055","probability":0.31,"minutes":[-12.5,3,44],
         "reasons":[{"group":"rotation","points":9.2,"minutes":4.1},{"group":"memory","points":-2,"minutes":-1}]},
        {"flight":"nowhere","probability":0.3,"minutes":[1,2,3]},
        {"flight":"LH-402-FRA-EWR-20261124T1300","probability":1.3,"minutes":[1,2,3]},
        {"flight":"LH-404-FRA-JFK-20261124T1700","probability":0.3,"minutes":[5,2,3]},
        {"flight":"LH-406-FRA-JFK-20261124T1700","probability":0.3,"minutes":[5,6]}]}
      """;

  private static Payload payload(String text) {
    return Samples.payload("/forecast/2h", "forecast", Samples.MOMENT, text);
  }

  @Test
  void aForecastIsReadWholeAndABrokenOneIsNamed() {
    Payload payload = payload(GOOD);
    ParsedPayload parsed = new ForecastParser().parse(payload);
    DelayForecast one = parsed.forecasts().getFirst();
    assertEquals(1, parsed.forecasts().size());
    assertEquals("LH-400-FRA-JFK-20261124T1055", one.flight().toString());
    assertEquals(Instant.parse("2026-11-24T08:00:00.001Z"), one.madeAt());
    assertEquals(3, one.version());
    assertEquals("simulated", one.world());
    assertEquals(44, one.minutes90());
    assertEquals(payload.key().id(), one.payload());
    assertEquals(
        "the aircraft's earlier flights: +9 points, +4 minutes", one.reasons().getFirst().words());
    assertEquals(4, parsed.rejected().size());
    assertTrue(parsed.reports().isEmpty(), "a forecast is no report of a flight");
  }

  @Test
  void aPushOfNothingHasNoSign() {
    assertEquals(
        "traffic and delays at both ends now: -2 points, 0 minutes",
        new DelayForecast.Reason("congestion", -1.6, -0.3).words());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{}",
        "{\"made_at\":\"2026-11-24T08:00:00Z\",\"horizon\":\"2h\",\"forecasts\":[]}",
        "{\"made_at\":\"today\",\"horizon\":\"2h\",\"model\":{\"version\":1},\"forecasts\":[]}"
      })
  void whatIsNoneIsPoison(String text) {
    assertThrows(PoisonPayload.class, () -> new ForecastParser().parse(payload(text)));
  }
}
