package io.offblock.harvest.plan;

import io.offblock.harvest.Timeline;
import io.offblock.harvest.lufthansa.LocalMinute;
import io.offblock.harvest.lufthansa.Outcome;
import io.offblock.harvest.lufthansa.Provider;
import io.offblock.harvest.lufthansa.Request;
import io.offblock.harvest.quota.Permits;
import io.offblock.payload.Payload;
import io.offblock.sandbox.SandboxClock;
import io.offblock.sandbox.api.Answer;
import io.offblock.sandbox.api.Api;
import io.offblock.sandbox.api.Call;
import io.offblock.sandbox.api.Faults;
import io.offblock.sandbox.api.Gate;
import io.offblock.sandbox.world.Flight;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sandbox's world and gate as a provider, in one process and on a clock that the test moves.
 */
public final class SandboxWorld implements Provider {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm");

  /** From the answer to the stores: several times what `./offblock bench lag` measures. */
  private static final Duration LOADING = Duration.ofSeconds(1);

  private static final Seen NEVER = new Seen(Instant.MIN, Instant.MIN);

  private final World world;
  private final Api api;
  private final Timeline timeline;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<String, Integer> statuses = new HashMap<>();
  private final Map<Instant, Integer> callsByHour = new HashMap<>();
  private String token;

  /** The two newest answers that showed a flight. */
  private record Seen(Instant newest, Instant before) {}

  public SandboxWorld(World world, Timeline timeline) {
    this(world, timeline, 1000, Duration.ZERO);
  }

  /**
   * @param quota calls that the provider still grants an hour: fewer than it promises where another
   *     client with the same key takes some
   * @param behind how far its clock is behind ours
   */
  public SandboxWorld(World world, Timeline timeline, int quota, Duration behind) {
    this.world = world;
    this.timeline = timeline;
    SandboxClock clock = SandboxClock.of(() -> timeline.now().minus(behind));
    Gate gate = new Gate(new Gate.Limits(quota, 5, 21600, Map.of("id", "secret")), clock);
    this.api = new Api(world, clock, gate, 1, Optional.empty());
  }

  @Override
  public Outcome fetch(Request request, Permits permits, Instant deadline)
      throws InterruptedException {
    if (token == null) {
      permits.take();
      Answer answer =
          call(
              "POST",
              "/v1/oauth/token",
              "client_id=id&client_secret=secret&grant_type=client_credentials");
      token = answer.body().replaceAll(".*\"access_token\":\"([a-z0-9]+)\".*", "$1");
    }
    Optional<Instant> permit = permits.take();
    if (permit.isEmpty()) {
      return new Outcome.Refused(request, Outcome.Refusal.NO_PERMIT, "");
    }
    timeline.sleepUntil(permit.get());
    Answer answer = call("GET", "/v1" + request.text(), "");
    timeline.sleepUntil(timeline.now().plusMillis(120));
    Instant now = timeline.now();
    return switch (answer.status()) {
      case 200 -> {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        yield new Outcome.Found(request, 200, body, sha256(body), now);
      }
      case 404 -> new Outcome.Nothing(request, now);
      case 403 ->
          new Outcome.Refused(
              request,
              answer.body().contains("Rate")
                  ? Outcome.Refusal.QUOTA_EXHAUSTED
                  : Outcome.Refusal.TOO_FAST,
              answer.body());
      default -> new Outcome.Failed(request, Outcome.Fault.UNEXPECTED, answer.body());
    };
  }

  private Answer call(String method, String uri, String body) {
    Answer answer =
        api.answer(
            Call.of(
                method,
                uri,
                Map.of("authorization", "Bearer " + token, "accept", "application/json"),
                body),
            Faults.NONE);
    statuses.merge(answer.status() + " " + uri.split("[/?]")[2], 1, Integer::sum);
    callsByHour.merge(
        timeline.now().truncatedTo(java.time.temporal.ChronoUnit.HOURS), 1, Integer::sum);
    return answer;
  }

  /** A reader that also notes which flights were shown when, with a status. */
  public PageReader noting(PageReader reader) {
    return (Payload payload) -> {
      SightingPage page = reader.read(payload);
      page.sightings()
          .forEach(
              s ->
                  seen.merge(
                      s.id(),
                      new Seen(payload.seenAt(), Instant.MIN),
                      (before, after) -> new Seen(after.newest(), before.newest())));
      return page;
    };
  }

  /** Flights truly in the air, passenger flights only: the API shows no others unless asked. */
  public List<Flight> airborne(Instant now) {
    return world.airborne(Minutes.of(now)).stream().filter(f -> !f.leg().cargo()).toList();
  }

  /** Share of the flights truly in the air with a visible status of at most five minutes. */
  public double coverage(Instant now) {
    List<Flight> airborne = airborne(now);
    long fresh =
        airborne.stream()
            .map(f -> visible(f, now))
            .filter(at -> !at.isBefore(now.minusSeconds(300)))
            .count();
    return (double) fresh / airborne.size();
  }

  /** When the newest answer was fetched that users see at a moment; the distant past if none. */
  Instant visible(Flight f, Instant now) {
    Seen at = seen.getOrDefault(id(f), NEVER);
    return at.newest().plus(LOADING).isAfter(now) ? at.before() : at.newest();
  }

  public Map<String, Integer> statuses() {
    return statuses;
  }

  public Map<Instant, Integer> callsByHour() {
    return callsByHour;
  }

  static String id(Flight f) {
    return "%s-%d-%s-%s-%s"
        .formatted(
            f.leg().flightNumber().airline(),
            f.leg().flightNumber().number(),
            f.origin().iata(),
            f.destination().iata(),
            MINUTE.format(LocalMinute.time(f.origin().local(f.scheduledOff()))));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
