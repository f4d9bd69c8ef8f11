package io.offblock.harvest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.offblock.aws.Gateway;
import io.offblock.harvest.digest.RawDigest;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.recording.RecordingImport;
import io.offblock.harvest.replay.Replay;
import io.quarkus.funqy.Funq;
import java.time.Duration;
import java.time.Instant;

/** The functions of this zip; each environment serves one of them and builds only what that one needs. */
public class HarvestFunctions {
  /** A run starts no call after this; Lambda's own limit is 60 s. */
  private static final Duration CALLING = Duration.ofSeconds(49);

  private static final Duration SETTLING = Duration.ofSeconds(54);

  /** For functions that go on where they stopped: short enough for any caller's patience. */
  private static final Duration A_TURN = Duration.ofSeconds(40);

  /** @param request path and query below the version, to fetch exactly that; null for a run */
  public record HarvestEvent(String request) {}

  /** A run of the harvest, or one request. */
  @Funq("harvest")
  public Object harvest(HarvestEvent event) throws InterruptedException {
    Instant now = Instant.now();
    return event == null || event.request() == null
        ? Wiring.harvest().run(now.plus(CALLING), now.plus(SETTLING))
        : Wiring.harvest().fetch(new Request.Asked(event.request()), now.plus(A_TURN));
  }

  /** Payloads to the loaders again. */
  @Funq("replay")
  public Replay.Sent replay(Replay.Wish wish) {
    return Wiring.replay().send(wish, Instant.now().plus(A_TURN));
  }

  /** A recording into the raw store. */
  @Funq("import-recording")
  public RecordingImport.Done importRecording(RecordingImport.Wish wish) {
    return Wiring.recordings().run(wish, Instant.now().plus(A_TURN));
  }

  /** What the stores must hold. */
  @Funq("digest-raw")
  public RawDigest.Digest digest(RawDigest.Wish wish) {
    return Wiring.digest().of(wish);
  }

  /** Payload bytes, quota and plan. */
  @Funq("ask-harvest")
  public APIGatewayProxyResponseEvent ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.router());
  }
}
