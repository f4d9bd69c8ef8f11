package io.offblock.sandbox.api;

import io.offblock.sandbox.SandboxClock;
import io.offblock.sandbox.world.Minutes;
import io.offblock.sandbox.world.World;
import java.util.List;
import java.util.Optional;

/** The API without a network: a call in, an answer out. */
public final class Api {
  private final World world;
  private final SandboxClock clock;
  private final Gate gate;
  private final Operations operations;
  private final Schedules schedules;
  private final References references;
  private final Optional<Recording> recording;

  /**
   * @param daysBack how many days before today the operations answer for; the real API's is 1
   * @param recording plays instead of the world's flights; reference data stay the world's
   */
  public Api(
      World world, SandboxClock clock, Gate gate, int daysBack, Optional<Recording> recording) {
    this.world = world;
    this.clock = clock;
    this.gate = gate;
    this.recording = recording;
    this.operations = new Operations(world, daysBack);
    this.schedules = new Schedules(world);
    this.references = new References(world);
  }

  public Answer answer(Call call, Faults faults) {
    var path = call.segments();
    if (!path.getFirst().equals("v1")) {
      return Answer.gateway(404, "Not Found");
    }
    if (call.path().endsWith("/oauth/token")) {
      return call.method().equals("POST")
          ? gate.token(call, faults)
          : Answer.gateway(405, "Not Allowed");
    }
    var refused = gate.refuse(call, faults);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (!call.method().equals("GET")) {
      return Answer.gateway(405, "Not Allowed");
    }
    if (!acceptsJson(call.header("accept"))) {
      return Answer.problem(
          406,
          Problem.invalid(
              "1040", "This sandbox answers JSON only. Send the header Accept: application/json."));
    }
    try {
      return resource(call, path.subList(1, path.size()), faults);
    } catch (Problem.Thrown problem) {
      return problem.answer();
    }
  }

  private static boolean acceptsJson(String accept) {
    return accept.isEmpty() || accept.contains("application/json") || accept.contains("*/*");
  }

  private Answer resource(Call call, List<String> path, Faults faults) {
    int now = Minutes.of(clock.instant());
    String family = path.size() < 3 ? "" : path.get(0) + "/" + path.get(1);
    if (path.getFirst().equals("mds-references") && path.size() >= 2) {
      return references.answer(call, path.subList(1, path.size()), now, faults);
    }
    if (recording.isPresent() && path.getFirst().equals("operations")) {
      return recording.get().answer(call, path, world.airports(), now);
    }
    var rest = path.size() < 3 ? path : path.subList(2, path.size());
    return switch (family) {
      case "operations/flightstatus" -> operations.answer(StatusRow.FLIGHTSTATUS, call, rest, now);
      case "operations/customerflightinformation" ->
          operations.answer(StatusRow.CUSTOMER, call, rest, now);
      case "operations/schedules" -> schedules.answer(call, rest, now);
      default -> Answer.gateway(404, "Not Found");
    };
  }
}
