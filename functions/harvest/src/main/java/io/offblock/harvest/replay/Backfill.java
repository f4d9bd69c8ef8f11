package io.offblock.harvest.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Json;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.object.ObjectStore.StoredBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts what a replay is asked for into pieces, and remembers which of them are queued: {@code
 * state/replay/<window>/round.json} says what the pieces are, one marker a piece that it is queued,
 * {@code left.json} what the state machine is to do. So a replay that ended early goes on where it
 * was.
 */
public final class Backfill {
  private static final String PLACE = "state/replay/";
  private static final int PIECE = 250;
  private static final int PAGE = 1000;

  /** Live payloads wait behind no more than these and the pieces that are being queued. */
  private static final int MOST_WAITING = 1000;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectStore objects;
  private final Clock clock;

  /**
   * @param store one store; null for all
   * @param from first day of fetching, UTC; null for all
   * @param to last day of fetching; null for all
   * @param again begins anew, even where an earlier round has not ended; null for no
   * @param finished a window whose pieces are all queued: its round ends; null to plan
   */
  public record Request(
      String store, LocalDate from, LocalDate to, Boolean again, String finished) {}

  /**
   * @param window names store and days; the same words give the same window
   * @param round when its pieces were cut
   * @param payloads in all pieces
   * @param queued of them, by earlier executions
   * @param pieces still to be queued
   * @param left key of their list
   */
  public record Answer(
      String window, String round, long payloads, long queued, int pieces, String left) {}

  /**
   * Some neighbouring keys.
   *
   * @param payloads how many
   */
  public record Piece(Replay.Question question, int payloads) {
    String marker() {
      return question.marker();
    }
  }

  /** What is kept between executions. */
  record Round(String began, boolean finished, List<Piece> pieces) {}

  public Backfill(ObjectStore objects, Clock clock) {
    this.objects = Objects.requireNonNull(objects);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * @throws IllegalArgumentException where the store is none or the days are in the wrong order
   */
  public Answer run(Request request) {
    if (request.finished() != null) {
      return finish(request.finished());
    }
    String window = window(request);
    Round round =
        open(window)
            .filter(r -> !r.finished() && !Boolean.TRUE.equals(request.again()))
            .orElseGet(() -> cut(request, window));
    Set<String> queued = markers(window, round);
    List<Piece> left = round.pieces().stream().filter(p -> !queued.contains(p.marker())).toList();
    put(path(window, "left.json"), left);
    return answer(window, round, left);
  }

  private Answer finish(String window) {
    Round round =
        open(window).orElseThrow(() -> new IllegalArgumentException("no round of " + window));
    put(path(window, "round.json"), new Round(round.began(), true, round.pieces()));
    return answer(window, round, List.of());
  }

  private Round cut(Request request, String window) {
    String began = MOMENT.format(clock.instant());
    String since = start(request.from());
    String until = start(request.to() == null ? null : request.to().plusDays(1));
    Span span = Span.of(since, until);
    List<Piece> pieces = new ArrayList<>();
    for (String place : Replay.PLACES) {
      String after = place;
      List<String> held = new ArrayList<>();
      List<String> page = objects.list(place, "", PAGE);
      while (!page.isEmpty()) {
        page.stream().filter(span::holds).forEach(held::add);
        String listed = page.getLast();
        page = page.size() < PAGE ? List.of() : objects.list(place, listed, PAGE);
        while (held.size() >= PIECE || page.isEmpty() && !held.isEmpty()) {
          List<String> keys = held.subList(0, Math.min(PIECE, held.size()));
          String through = keys.getLast();
          String marker = path(window, "%s/%07d".formatted(began, pieces.size()));
          Replay.Question question =
              new Replay.Question(
                  request.store(), since, until, null, after, through, MOST_WAITING, marker);
          pieces.add(new Piece(question, keys.size()));
          after = through;
          keys.clear();
        }
      }
    }
    Round round = new Round(began, false, pieces);
    put(path(window, "round.json"), round);
    return round;
  }

  private Set<String> markers(String window, Round round) {
    Set<String> found = new HashSet<>();
    String prefix = path(window, round.began() + "/");
    List<String> page = objects.list(prefix, "", PAGE);
    while (!page.isEmpty()) {
      found.addAll(page);
      page = page.size() < PAGE ? List.of() : objects.list(prefix, page.getLast(), PAGE);
    }
    return found;
  }

  private Optional<Round> open(String window) {
    return objects.get(path(window, "round.json")).map(StoredBytes::bytes).map(Backfill::read);
  }

  private static Round read(byte[] bytes) {
    try {
      return MAPPER.readValue(bytes, Round.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a round that is no JSON", e);
    }
  }

  private void put(String key, Object value) {
    objects.put(key, NewObject.json(Json.bytes(value)), new Condition.Always());
  }

  private static Answer answer(String window, Round round, List<Piece> left) {
    long payloads = sum(round.pieces());
    return new Answer(
        window,
        round.began(),
        payloads,
        payloads - sum(left),
        left.size(),
        path(window, "left.json"));
  }

  private static long sum(List<Piece> pieces) {
    return pieces.stream().mapToLong(Piece::payloads).sum();
  }

  private static String path(String window, String name) {
    return PLACE + window + "/" + name;
  }

  private static String window(Request request) {
    if (request.store() != null) {
      Replay.stores(request.store());
    }
    if (request.from() != null && request.to() != null && request.from().isAfter(request.to())) {
      throw new IllegalArgumentException(request.from() + " is after " + request.to());
    }
    return "%s_%s_%s"
        .formatted(
            Objects.requireNonNullElse(request.store(), "all"),
            request.from() == null ? "first" : request.from(),
            request.to() == null ? "last" : request.to());
  }

  private static String start(LocalDate day) {
    return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
  }
}
