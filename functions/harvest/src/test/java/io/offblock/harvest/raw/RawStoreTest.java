package io.offblock.harvest.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.lufthansa.Outcome.Found;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.object.MemoryObjects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RawStoreTest {
  private static final Request BOARD =
      new Request.Asked(
          "/operations/flightstatus/departures/FRA/2026-11-24T08:00?limit=50&offset=0");
  private static final Request SECOND_PAGE =
      new Request.Asked(
          "/operations/flightstatus/departures/FRA/2026-11-24T08:00?limit=50&offset=50");
  private static final Instant NOW = Instant.parse("2026-11-24T08:01:02.123Z");

  private final MemoryVault vault = new MemoryVault(new MemoryObjects());
  private final RawStore raw = new RawStore(vault, new LastAnswers());

  @Test
  void theKeyTellsRequestMomentAndBytes() {
    RawStore.Kept kept = raw.keep(found(BOARD, "a", NOW));
    assertEquals(
        "raw/lufthansa/operations/flightstatus/departures/FRA/2026-11-24T0800/2026/11/24/080102.123Z-aaaaaaaaaaaa.json.gz",
        kept.object().key());
    assertFalse(kept.unchanged());
    assertEquals("flightstatus", kept.payload().hint());
  }

  @Test
  void theSameAnswerAgainIsOnlyMarked() {
    RawStore.Kept first = raw.keep(found(BOARD, "a", NOW));
    RawStore.Kept again = raw.keep(found(BOARD, "a", NOW.plusSeconds(60)));
    assertTrue(again.unchanged());
    assertTrue(again.object().key().startsWith("seen/"));
    assertEquals(first.payload().key(), again.payload().key());
    assertEquals(NOW.plusSeconds(60), again.payload().seenAt());
  }

  @Test
  void anotherPageOrAnotherAnswerIsStored() {
    raw.keep(found(BOARD, "a", NOW));
    assertFalse(raw.keep(found(SECOND_PAGE, "a", NOW.plusSeconds(1))).unchanged());
    assertFalse(raw.keep(found(BOARD, "b", NOW.plusSeconds(2))).unchanged());
    assertFalse(raw.keep(found(BOARD, "a", NOW.plusSeconds(3))).unchanged());
    assertEquals(4, vault.kept().size());
  }

  private static Found found(Request request, String digit, Instant at) {
    return new Found(request, 200, digit.getBytes(StandardCharsets.UTF_8), digit.repeat(64), at);
  }
}
