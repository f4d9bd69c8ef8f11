package io.offblock.flight;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flight as flat facts, the one form that every store writes into its own fields and reads back:
 * PostgreSQL's columns, a document's fields, a node's properties carry these names. Absent facts
 * are absent keys.
 *
 * <p>Values are {@link String}, {@link Integer} ({@code number}) or {@link Instant} (names ending
 * in {@code _utc} or {@code _at}). Local times are text {@code yyyy-MM-ddTHH:mm}. {@code
 * codeshares} is a {@code List<String>}.
 */
public final class FlightFacts {
  private FlightFacts() {}

  /** The facts of a flight, in a fixed order. */
  public static Map<String, Object> write(Flight flight) {
    Map<String, Object> facts = new LinkedHashMap<>();
    FlightId id = flight.id();
    facts.put("id", id.toString());
    facts.put("carrier", id.operating().carrier());
    facts.put("number", id.operating().number());
    facts.put("suffix", id.operating().suffix());
    facts.put("origin", id.origin());
    facts.put("destination", id.destination());
    facts.put("scheduled_departure", local(id.scheduledDeparture()));
    flight
        .operation()
        .ifPresent(
            o -> {
              stamp(facts, "operation", o);
              movement(facts, "departure", o.value().departure());
              movement(facts, "arrival", o.value().arrival());
              o.value().status().ifPresent(v -> facts.put("status", v));
              o.value().aircraftType().ifPresent(v -> facts.put("aircraft_type", v));
            });
    flight
        .airframe()
        .ifPresent(
            a -> {
              stamp(facts, "airframe", a);
              a.value().registration().ifPresent(v -> facts.put("registration", v));
              a.value().serviceType().ifPresent(v -> facts.put("service_type", v));
            });
    flight
        .codeshares()
        .ifPresent(
            c -> {
              stamp(facts, "codeshares", c);
              facts.put(
                  "codeshares", c.value().numbers().stream().map(FlightNumber::toString).toList());
            });
    flight
        .plan()
        .ifPresent(
            p -> {
              stamp(facts, "plan", p);
              movement(facts, "plan_departure", p.value().departure());
              movement(facts, "plan_arrival", p.value().arrival());
              p.value().aircraftType().ifPresent(v -> facts.put("plan_aircraft_type", v));
            });
    return facts;
  }

  /**
   * The flight whose facts these are; names it does not know are passed over.
   *
   * @throws IllegalArgumentException where the id or a value is none
   */
  public static Flight read(Map<String, ?> facts) {
    FlightId id =
        FlightId.parse(String.valueOf(facts.get("id")))
            .orElseThrow(() -> new IllegalArgumentException("no flight id: " + facts.get("id")));
    return new Flight(
        id,
        stamped(
            facts,
            "operation",
            () ->
                new Operation(
                    movement(facts, "departure"),
                    movement(facts, "arrival"),
                    text(facts, "status"),
                    text(facts, "aircraft_type"))),
        stamped(
            facts,
            "airframe",
            () -> new Airframe(text(facts, "registration"), text(facts, "service_type"))),
        stamped(facts, "codeshares", () -> new Codeshares(numbers(facts.get("codeshares")))),
        stamped(
            facts,
            "plan",
            () ->
                new Plan(
                    movement(facts, "plan_departure"),
                    movement(facts, "plan_arrival"),
                    text(facts, "plan_aircraft_type"))));
  }

  /** The facts as one line, the same in every store: what digests are made of. */
  public static String line(Flight flight) {
    StringBuilder line = new StringBuilder();
    write(flight)
        .forEach((name, value) -> line.append(name).append('=').append(escaped(value)).append('|'));
    return line.toString();
  }

  /** A provider's text may hold the separators: no two different flights may share a line. */
  private static String escaped(Object value) {
    return value.toString().replace("\\", "\\\\").replace("|", "\\p");
  }

  private static void stamp(Map<String, Object> facts, String group, Stamped<?> stamped) {
    facts.put(group + "_at", stamped.version().fetchedAt());
    facts.put(group + "_sha256", stamped.version().sha256());
    facts.put(group + "_payload", stamped.payload());
  }

  private static <T extends Record> Optional<Stamped<T>> stamped(
      Map<String, ?> facts, String group, java.util.function.Supplier<T> value) {
    return facts.get(group + "_at") instanceof Instant at
        ? Optional.of(
            new Stamped<>(
                value.get(),
                new Version(at, (String) facts.get(group + "_sha256")),
                (String) facts.get(group + "_payload")))
        : Optional.empty();
  }

  private static void movement(Map<String, Object> facts, String side, Movement m) {
    time(facts, side + "_scheduled", m.scheduled());
    time(facts, side + "_estimated", m.estimated());
    time(facts, side + "_actual", m.actual());
    m.terminal().ifPresent(v -> facts.put(side + "_terminal", v));
    m.gate().ifPresent(v -> facts.put(side + "_gate", v));
    m.status().ifPresent(v -> facts.put(side + "_status", v));
  }

  private static Movement movement(Map<String, ?> facts, String side) {
    return new Movement(
        time(facts, side + "_scheduled"),
        time(facts, side + "_estimated"),
        time(facts, side + "_actual"),
        text(facts, side + "_terminal"),
        text(facts, side + "_gate"),
        text(facts, side + "_status"));
  }

  private static void time(Map<String, Object> facts, String name, Optional<FlightTime> time) {
    time.ifPresent(
        t -> {
          facts.put(name + "_local", local(t.local()));
          t.utc().ifPresent(utc -> facts.put(name + "_utc", utc));
        });
  }

  private static Optional<FlightTime> time(Map<String, ?> facts, String name) {
    return text(facts, name + "_local")
        .map(
            local ->
                new FlightTime(
                    LocalDateTime.parse(local),
                    Optional.ofNullable((Instant) facts.get(name + "_utc"))));
  }

  /** {@code yyyy-MM-ddTHH:mm}. */
  private static String local(LocalDateTime time) {
    StringBuilder text = new StringBuilder(16);
    FlightId.digits(text, time.getYear(), 4);
    FlightId.digits(text.append('-'), time.getMonthValue(), 2);
    FlightId.digits(text.append('-'), time.getDayOfMonth(), 2);
    FlightId.digits(text.append('T'), time.getHour(), 2);
    FlightId.digits(text.append(':'), time.getMinute(), 2);
    return text.toString();
  }

  private static Optional<String> text(Map<String, ?> facts, String name) {
    return Optional.ofNullable((String) facts.get(name));
  }

  private static List<FlightNumber> numbers(Object value) {
    List<?> texts =
        switch (value) {
          case null -> List.of();
          case List<?> list -> list;
          case Object[] array -> Arrays.asList(array);
          default -> throw new IllegalArgumentException("codeshares are no list: " + value);
        };
    return texts.stream().map(t -> FlightNumber.parse(t.toString()).orElseThrow()).toList();
  }
}
