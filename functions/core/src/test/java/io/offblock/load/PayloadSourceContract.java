package io.offblock.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every source of payloads must do: memory here, S3 in the module that knows it. */
public abstract class PayloadSourceContract {
  /** The source under test. */
  protected abstract PayloadSource source();

  /** Stores a payload where the source reads. */
  protected abstract StoredObject put(Payload payload);

  /** Marks a stored payload as seen again. */
  protected abstract StoredObject putSeen(Payload payload);

  private static Payload payload(String text) {
    return Samples.payload(
        "/operations/flightstatus/departures/FRA/2026-11-24T08:00?limit=100&q=%C3%BC",
        "flightstatus", Instant.parse("2026-11-24T08:01:02.120Z"), text);
  }

  private static void assertSame(Payload expected, Payload got) {
    assertEquals(expected.key(), got.key());
    assertEquals(expected.seenAt(), got.seenAt());
    assertEquals(expected.sha256(), got.sha256());
    assertEquals(expected.request(), got.request());
    assertEquals(expected.hint(), got.hint());
    assertEquals(expected.version(), got.version());
    assertArrayEquals(expected.bytes(), got.bytes());
  }

  @Test
  void aPayloadComesBackAsItWas() {
    for (String text : new String[] {"{\"Zürich\":\"✈\"}", "", "x".repeat(300_000)}) {
      Payload payload = payload(text);
      assertSame(payload, source().read(put(payload)));
    }
  }

  @Test
  void anAnswerSeenAgainIsTheSamePayloadAtALaterMoment() {
    Payload payload = payload("{\"seen\":1}");
    put(payload);
    Payload again = Samples.seenAgain(payload, Instant.parse("2026-11-24T09:01:02.000Z"));
    assertSame(again, source().read(putSeen(again)));
  }

  @Test
  void whatIsNotThereIsMissing() {
    Payload payload = payload("{\"missing\":1}");
    StoredObject object = put(payload);
    assertThrows(
        MissingPayload.class,
        () ->
            source()
                .read(
                    new StoredObject(object.bucket(), payload("{\"never\":1}").key().objectKey())));
  }

  @Test
  void aMarkerOfAPayloadThatIsGoneIsMissingToo() {
    Payload never = payload("{\"gone\":1}");
    StoredObject marker =
        putSeen(Samples.seenAgain(never, Instant.parse("2026-11-24T10:00:00.001Z")));
    assertThrows(MissingPayload.class, () -> source().read(marker));
  }
}
