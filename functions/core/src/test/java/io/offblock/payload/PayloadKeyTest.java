package io.offblock.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadKeyTest {
  private static final String SHA = "0a1b2c3d4e5f" + "0".repeat(52);
  private static final String REQUEST =
      "/operations/flightstatus/departures/FRA/2026-11-24T08:00?limit=100";

  @Test
  void theKeyOfTheContract() {
    PayloadKey key =
        PayloadKey.of("lufthansa", REQUEST, Instant.parse("2026-11-24T08:01:02.123Z"), SHA);
    assertEquals(
        "raw/lufthansa/operations/flightstatus/departures/FRA/2026-11-24T0800"
            + "/2026/11/24/080102.123Z-0a1b2c3d4e5f.json.gz",
        key.objectKey());
    assertEquals(
        "seen/lufthansa/operations/flightstatus/departures/FRA/2026-11-24T0800"
            + "/2026/11/24/080102.123Z-0a1b2c3d4e5f.json",
        key.seenKey());
  }

  @Test
  void everyFormComesBack() {
    Random random = new Random(1);
    for (int n = 0; n < 5000; n++) {
      PayloadKey key =
          PayloadKey.of(
              "lufthansa",
              n % 2 == 0 ? REQUEST : "/mds-references/airports/nearest/50.03,-8.57",
              Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
              Samples.sha256(new byte[] {(byte) n}));
      assertEquals(Optional.of(key), PayloadKey.parse(key.id()));
      assertEquals(Optional.of(key), PayloadKey.parse(key.objectKey()));
      assertEquals(Optional.of(key), PayloadKey.parse(key.seenKey()));
      assertEquals(Optional.of(key), PayloadKey.ofToken(key.token()));
      assertEquals(key.token(), key.token().replaceAll("[^A-Za-z0-9_-]", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "raw/",
        "lufthansa/2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "lufthansa/x/2026/02/30/080102.123Z-0a1b2c3d4e5f",
        "lufthansa/x/2026/11/24/250102.123Z-0a1b2c3d4e5f",
        "lufthansa/x/2026/11/24/080102Z-0a1b2c3d4e5f",
        "lufthansa/../x/2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "lufthansa/./2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "lufthansa//x/2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "lufthansa/a b/2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "raw/raw/x/2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "seen/raw/seen/x/2026/11/24/080102.123Z-0a1b2c3d4e5f",
        "Lufthansa/x/2026/11/24/080102.123Z-0a1b2c3d4e5f"
      })
  void whatIsNoKey(String text) {
    assertEquals(Optional.empty(), PayloadKey.parse(text));
  }

  @Test
  void tokensOfAnythingElseAreNone() {
    assertEquals(Optional.empty(), PayloadKey.ofToken("!"));
    assertEquals(Optional.empty(), PayloadKey.ofToken("bHVmdGhhbnNh"));
  }

  @Test
  void aPathThatClimbsIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PayloadKey.of("lufthansa", "/a/../../b", Samples.MOMENT, SHA));
  }
}
