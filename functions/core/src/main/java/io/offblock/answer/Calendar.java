package io.offblock.answer;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightState;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Flights as events of a calendar (RFC 5545), from off-block to on-block by the best known times.
 * The event of a flight keeps its id, so a calendar that subscribes moves it when the times move. A
 * flight with a time that nobody told is no event.
 */
public final class Calendar {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Octets of a line, the line break not counted. */
  private static final int LINE = 75;

  private final Airports airports;
  private final StringBuilder text = new StringBuilder();

  private Calendar(Airports airports) {
    this.airports = airports;
  }

  /** The calendar's text, UTF-8. */
  public static byte[] of(List<Flight> flights, Airports airports) {
    Calendar calendar = new Calendar(airports);
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line("PRODID:-//Offblock//flights//EN");
    flights.forEach(calendar::event);
    calendar.line("END:VCALENDAR");
    return calendar.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void event(Flight flight) {
    Optional<Instant> off = flight.departure().flatMap(Movement::best);
    Optional<Instant> on = flight.arrival().flatMap(Movement::best);
    if (off.isEmpty() || on.isEmpty()) {
      return;
    }
    String from = flight.id().origin();
    String to = flight.id().destination();
    line("BEGIN:VEVENT");
    line("UID:" + flight.id() + "@offblock");
    line("DTSTAMP:" + UTC.format(flight.seenAt()));
    line("LAST-MODIFIED:" + UTC.format(flight.seenAt()));
    line("DTSTART:" + UTC.format(off.get()));
    line("DTEND:" + UTC.format(end(flight, off.get(), on.get())));
    line("SUMMARY:" + escaped("%s %s–%s".formatted(flight.id().operating(), from, to)));
    line("LOCATION:" + escaped(name(from)));
    line(
        "DESCRIPTION:"
            + escaped(
                side("Off-block", name(from), flight.departure())
                    + "\n"
                    + side("On-block", name(to), flight.arrival())));
    line("STATUS:" + (flight.state() == FlightState.CANCELLED ? "CANCELLED" : "CONFIRMED"));
    line("TRANSP:OPAQUE");
    line("END:VEVENT");
  }

  /**
   * The on-block time, where it is after the off-block time, as an end has to be. Where nobody told
   * a new one of a flight that left late, it is due its block time after it left.
   */
  private static Instant end(Flight flight, Instant off, Instant on) {
    if (on.isAfter(off)) {
      return on;
    }
    Duration block =
        Duration.between(scheduled(flight.departure(), off), scheduled(flight.arrival(), on));
    return off.plus(block.isPositive() ? block : Duration.ofMinutes(1));
  }

  private static Instant scheduled(Optional<Movement> side, Instant otherwise) {
    return side.flatMap(Movement::scheduled).flatMap(FlightTime::utc).orElse(otherwise);
  }

  private String name(String iata) {
    return airports.find(iata).map(Airport::name).map(n -> n + " (" + iata + ")").orElse(iata);
  }

  /** What the clock at the airport shows, with what kind of time it is. */
  private static String side(String what, String where, Optional<Movement> side) {
    StringBuilder line = new StringBuilder(what + " " + where);
    side.ifPresent(
        m -> {
          time(line, "scheduled", m.scheduled());
          time(line, "estimated", m.estimated());
          time(line, "actual", m.actual());
          m.terminal().ifPresent(t -> line.append(", terminal ").append(t));
          m.gate().ifPresent(g -> line.append(", gate ").append(g));
        });
    return line.toString();
  }

  private static void time(StringBuilder line, String kind, Optional<FlightTime> time) {
    time.ifPresent(
        t ->
            line.append(", ")
                .append(kind)
                .append(' ')
                .append(Json.local(t.local()))
                .append(" local"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n");
  }

  /** One line, folded where it has too many octets, never within a character. */
  private void line(String content) {
    int octets = 0;
    for (int i = 0; i < content.length(); ) {
      String one = Character.toString(content.codePointAt(i));
      int size = one.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE) {
        text.append("\r\n ");
        octets = 1;
      }
      text.append(one);
      octets += size;
      i += one.length();
    }
    text.append("\r\n");
  }
}
