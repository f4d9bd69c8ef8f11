package io.offblock.harvest.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.harvest.lufthansa.Board;
import io.offblock.harvest.lufthansa.Request.ReferencePage;
import io.offblock.harvest.plan.Flights.Entry;
import io.offblock.harvest.plan.Sighting.Phase;
import io.offblock.harvest.raw.LastAnswers;
import io.offblock.payload.PayloadKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The plan as gzipped JSON. Reading is merging: what is read is added to what the plan knows, the
 * newer sight of each flight wins, so two runs at the same time lose nothing to each other.
 */
public final class PlanText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PlanText() {}

  /** The plan and the last answers. */
  public static byte[] write(Plan plan, LastAnswers answers) {
    ObjectNode root = MAPPER.createObjectNode();
    synchronized (plan) {
      ArrayNode flights = root.putArray("flights");
      for (Entry e : plan.flights.all()) {
        flight(flights.addArray(), e.known());
      }
      ArrayNode boards = root.putArray("boards");
      plan.discoveries.forEach((board, d) -> d.write(boards.addObject()));
      ObjectNode references = root.putObject("references");
      plan.errands.references.started().forEach((k, at) -> references.put(k, at.toString()));
      ArrayNode pending = root.putArray("pending");
      plan.errands
          .references
          .pending()
          .forEach(p -> pending.addArray().add(p.kind()).add(p.limit()).add(p.offset()));
      ObjectNode schedules = root.putObject("schedules");
      plan.errands.schedules.forEach((route, at) -> schedules.put(route, at.toString()));
    }
    ArrayNode last = root.putArray("answers");
    answers
        .all()
        .forEach((request, a) -> last.addArray().add(request).add(a.key().id()).add(a.sha256()));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      MAPPER.writeValue(out, root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /**
   * @throws IOException where it is none
   */
  public static void read(byte[] packed, Plan plan, LastAnswers answers) throws IOException {
    JsonNode root;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      root = MAPPER.readTree(in);
    }
    synchronized (plan) {
      root.path("flights").forEach(f -> plan.flights.add(flight(f)));
      root.path("boards")
          .forEach(
              b ->
                  plan.discovery(
                          new Board(
                              Board.Direction.valueOf(b.path("direction").asText()),
                              b.path("airport").asText()))
                      .read(b));
      Map<String, Instant> started = new HashMap<>();
      root.path("references")
          .properties()
          .forEach(e -> started.put(e.getKey(), Instant.parse(e.getValue().asText())));
      List<ReferencePage> pending = new ArrayList<>();
      root.path("pending")
          .forEach(
              p ->
                  pending.add(
                      new ReferencePage(p.path(0).asText(), p.path(1).asInt(), p.path(2).asInt())));
      plan.errands.references.restore(started, pending);
      root.path("schedules")
          .properties()
          .forEach(
              e -> plan.errands.schedules.put(e.getKey(), Instant.parse(e.getValue().asText())));
    }
    root.path("answers")
        .forEach(
            a ->
                PayloadKey.parse(a.path(1).asText())
                    .ifPresent(
                        key ->
                            answers.remember(
                                a.path(0).asText(),
                                new LastAnswers.Last(key, a.path(2).asText()))));
  }

  private static void flight(ArrayNode row, Known k) {
    Sighting s = k.sighting();
    row.add(s.id()).add(s.origin()).add(s.destination());
    row.add(s.departureScheduled()).add(s.departureBest() - s.departureScheduled());
    row.add(s.arrivalScheduled()).add(s.arrivalBest() - s.arrivalScheduled());
    row.add(s.off()).add(s.on() - s.off()).add(s.phase().ordinal());
    row.add(k.seenAt()).add(k.codeshares() ? 1 : 0).add(k.missed());
  }

  private static Known flight(JsonNode row) {
    int departure = row.path(3).asInt();
    int arrival = row.path(5).asInt();
    long off = row.path(7).asLong();
    boolean codeshares = row.path(11).asInt() == 1;
    return new Known(
        new Sighting(
            row.path(0).asText(),
            row.path(1).asText(),
            row.path(2).asText(),
            departure,
            departure + row.path(4).asInt(),
            arrival,
            arrival + row.path(6).asInt(),
            off,
            off + row.path(8).asLong(),
            Phase.values()[row.path(9).asInt()],
            codeshares),
        row.path(10).asLong(),
        codeshares,
        row.path(12).asInt());
  }
}
