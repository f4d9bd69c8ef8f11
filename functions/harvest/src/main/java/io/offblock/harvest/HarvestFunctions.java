package io.offblock.harvest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.DayFlights;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.harvest.bts.OnTimeImport;
import io.offblock.harvest.digest.RawDigest;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.recording.RecordingImport;
import io.offblock.harvest.replay.Backfill;
import io.offblock.harvest.replay.Replay;
import io.offblock.history.Holding;
import io.quarkus.funqy.Funq;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of this zip. Each environment serves one of them, and makes what that one needs.
 */
public class HarvestFunctions {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The schedule comes each minute: a run leaves room for its last calls and for saving. */
  private static final Duration CALLING = Duration.ofSeconds(48);

  private static final Duration ENDING = Duration.ofSeconds(53);
  private static final Duration LISTING = Duration.ofMinutes(12);

  /**
   * @param request exactly this is fetched; null where the plan decides, as the schedule asks
   * @param requests exactly these are fetched, one after the other; may be null
   * @param seconds how long the plan may call, at most 48; null for all of it
   */
  public record Task(String request, List<String> requests, Integer seconds) {}

  /** What came of several requests, in their order. */
  private record Fetched(List<FetchResult> results) {}

  /**
   * @param from first day; null for all
   * @param to last day; null for all
   * @param day where not null, the flights of this day are told and not the digest
   * @param after see {@link DayFlights}; may be null
   * @param facts see {@link DayFlights}; may be null
   * @param holds of whom the flights of the day are compared with; null for everything
   */
  public record Days(
      LocalDate from, LocalDate to, LocalDate day, String after, Set<String> facts, String holds) {}

  /** Harvests for a good part of a minute, or fetches what is asked for. */
  @Funq("harvest")
  public Map<String, Object> harvest(Task task) throws InterruptedException {
    Instant now = Instant.now();
    Instant end = now.plus(ENDING);
    Record result;
    if (task != null && task.requests() != null) {
      result =
          new Fetched(
              Wiring.harvest()
                  .fetch(task.requests().stream().map(Request.Asked::new).toList(), end));
    } else if (task != null && task.request() != null) {
      result = Wiring.harvest().fetch(new Request.Asked(task.request()), end);
    } else {
      result = Wiring.harvest().run(now.plus(calling(task)), end);
    }
    return MAPPER.convertValue(result, new TypeReference<>() {});
  }

  /** Asks the loaders to load stored objects again. */
  @Funq("replay")
  public Replay.Answer replay(Replay.Question question) {
    Instant end = Instant.now().plus(LISTING);
    return Wiring.replay().run(question, () -> Instant.now().isAfter(end));
  }

  /** Cuts a replay into pieces, or ends its round. */
  @Funq("plan-replay")
  public Backfill.Answer planReplay(Backfill.Request request) {
    return Wiring.backfill().run(request);
  }

  /** Inspects or stores a piece of an uploaded recording. */
  @Funq("import-recording")
  public RecordingImport.Answer importRecording(RecordingImport.Question question)
      throws IOException {
    return Wiring.recordings().run(question);
  }

  /** Inspects or stores days of an uploaded on-time file of the US bureau. */
  @Funq("import-bts")
  public OnTimeImport.Answer importBts(OnTimeImport.Question question) throws IOException {
    return Wiring.onTime().run(question);
  }

  /** Says what the stores must hold, from the raw payloads alone. */
  @Funq("digest-raw")
  public Map<String, Object> digestRaw(Days days) {
    RawDigest digest = Wiring.digest();
    if (days.day() != null) {
      return digest.tell(
          new DayFlights(
              days.day(),
              Optional.ofNullable(days.after()),
              days.facts() == null ? Set.of() : days.facts()),
          holding(days));
    }
    return MAPPER.convertValue(
        digest.run(
            days.from() == null ? LocalDate.EPOCH : days.from(),
            days.to() == null ? LocalDate.of(9999, 12, 31) : days.to()),
        new TypeReference<>() {});
  }

  private static Holding holding(Days days) {
    return days.holds() == null
        ? Holding.EVERYTHING
        : Holding.valueOf(days.holds().toUpperCase(Locale.ROOT));
  }

  /** Answers the gateway. */
  @Funq("ask-harvest")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.router());
  }

  private static Duration calling(Task task) {
    return task == null || task.seconds() == null
        ? CALLING
        : Duration.ofSeconds(Math.clamp(task.seconds(), 1, CALLING.toSeconds()));
  }
}
