package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadMetadataTest {
  private static final Payload PAYLOAD =
      Samples.payload("/operations/x?q=ü b%20c", "flightstatus", Samples.MOMENT, "{}");

  @Test
  void theMetadataOfTheContract() {
    assertEquals(
        Map.of(
            "request", "/operations/x?q=%C3%BC%20b%20c",
            "status", "200",
            "fetched-at", "2026-11-24T08:00:00.000Z",
            "sha256", Samples.sha256("{}".getBytes()),
            "hint", "flightstatus"),
        PayloadMetadata.of(PAYLOAD, 200));
  }

  @Test
  void millisecondsAreAlwaysThree() {
    assertEquals(
        "2026-11-24T08:00:00.120Z",
        PayloadMetadata.millis(Instant.parse("2026-11-24T08:00:00.120999Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "fetched-at", "sha256", "hint"})
  void whatIsMissingIsNamed(String name) {
    Map<String, String> metadata = new HashMap<>(PayloadMetadata.of(PAYLOAD, 200));
    metadata.remove(name);
    assertEquals("metadata", reason(metadata, PAYLOAD.bytes()));
  }

  @Test
  void falseMetadataIsPoison() {
    Map<String, String> metadata = new HashMap<>(PayloadMetadata.of(PAYLOAD, 200));
    assertEquals("sha256-mismatch", reason(metadata, "{ }".getBytes()));
    metadata.put("fetched-at", "yesterday");
    assertEquals("metadata", reason(metadata, PAYLOAD.bytes()));
    metadata.put("sha256", Samples.sha256("{ }".getBytes()));
    assertEquals("sha256-mismatch", reason(metadata, "{ }".getBytes()));
  }

  private static String reason(Map<String, String> metadata, byte[] bytes) {
    return assertThrows(
            PoisonPayload.class, () -> PayloadMetadata.payload(PAYLOAD.key(), metadata, bytes))
        .reason();
  }
}
