package io.offblock.answer;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which flights of a day does one hold? The digests of a day say that two disagree; this says
 * where: every flight with its own hash, or some flights with all their facts. Stores and raw
 * payloads answer it in the same form. A line of history that had a flight on the day stands among
 * them as {@code line:} and its name, for a store that holds no more of it.
 *
 * @param day of scheduled departure, local at the origin
 * @param after only flights whose id comes after this one: a page is no bigger than a function's
 *     answer may be
 * @param facts where not empty, only these flights, each with its facts
 */
public record DayFlights(LocalDate day, Optional<String> after, Set<String> facts) {
  /** Before the name of a line of history, where others have a flight's id. */
  public static final String LINE = "line:";

  /** Flights of one page, some 120 bytes each. */
  public static final int PAGE = 20_000;

  /** Flights whose facts one answer tells. */
  public static final int MOST_FACTS = 50;

  public DayFlights {
    Objects.requireNonNull(day);
    Objects.requireNonNull(after);
    facts = Set.copyOf(facts);
    if (facts.size() > MOST_FACTS) {
      throw Problem.badRequest(
          "the facts of %d flights are asked for".formatted(facts.size()),
          "Ask for those of at most %d at a time.".formatted(MOST_FACTS));
    }
  }

  /** From a path's {@code day} and the query's {@code after} and {@code facts}, ids with commas. */
  static DayFlights of(ApiRequest request) {
    Set<String> facts = new LinkedHashSet<>();
    request
        .value("facts")
        .ifPresent(
            ids -> {
              for (String id : ids.split(",")) {
                facts.add(
                    FlightId.parse(id.strip())
                        .orElseThrow(
                            () ->
                                Problem.badRequest(
                                    "facts holds what is no flight id",
                                    "Write ids such as LH-400-FRA-JFK-20261124T1055, with commas"
                                        + " between them."))
                        .toString());
              }
            });
    return new DayFlights(
        request.day("day"),
        request
            .value("after")
            .map(a -> a.startsWith(LINE) ? a : request.flightId("after").toString()),
        facts);
  }

  /**
   * The answer: {@code flights}, each {@code id} and {@code hash} (and {@code facts}, all as text),
   * in the order of ids, and {@code next}, what to ask on after, where the page is full.
   *
   * @param flights hands over each flight of the day once, in any order
   * @param lines hands over the name of each line of history that had a flight on the day, once
   */
  public Map<String, Object> answer(
      Consumer<Consumer<Flight>> flights, Consumer<Consumer<String>> lines) {
    return answer(flights, lines, PAGE);
  }

  Map<String, Object> answer(
      Consumer<Consumer<Flight>> flights, Consumer<Consumer<String>> lines, int page) {
    TreeMap<String, Map<String, Object>> told = new TreeMap<>();
    boolean[] more = {false};
    BiConsumer<String, Supplier<Map<String, Object>>> tell =
        (id, text) -> {
          if (!wanted(id)) {
            return;
          }
          told.put(id, text.get());
          if (told.size() > page) {
            told.pollLastEntry();
            more[0] = true;
          }
        };
    flights.accept(
        flight -> {
          String id = flight.id().toString();
          tell.accept(id, () -> line(id, flight));
        });
    lines.accept(
        line ->
            tell.accept(
                LINE + line,
                () ->
                    Fields.none()
                        .with("id", LINE + line)
                        .with("hash", FlightDigest.hash(line, day))
                        .map()));
    Fields fields =
        Fields.none().with("day", day.toString()).with("flights", new ArrayList<>(told.values()));
    if (more[0]) {
      fields.with("next", told.lastKey());
    }
    return fields.map();
  }

  private boolean wanted(String id) {
    return facts.isEmpty() ? after.isEmpty() || id.compareTo(after.get()) > 0 : facts.contains(id);
  }

  private Map<String, Object> line(String id, Flight flight) {
    Fields line = Fields.none().with("id", id).with("hash", FlightDigest.hash(flight));
    if (!facts.isEmpty()) {
      Map<String, String> texts = new LinkedHashMap<>();
      FlightFacts.write(flight).forEach((name, value) -> texts.put(name, text(value)));
      line.with("facts", texts);
    }
    return line.map();
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(" ", list.stream().map(Object::toString).toList())
        : value.toString();
  }
}
