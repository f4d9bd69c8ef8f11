package io.offblock.harvest.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightState;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.harvest.lufthansa.LocalMinute;
import io.offblock.harvest.plan.Sighting.Phase;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads Lufthansa's answers with the one parser that the stores use too. */
public final class LufthansaPages implements PageReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final PayloadParser parser;
  private final Airports airports;

  public LufthansaPages(PayloadParser parser, Airports airports) {
    this.parser = Objects.requireNonNull(parser);
    this.airports = Objects.requireNonNull(airports);
  }

  @Override
  public SightingPage read(Payload payload) {
    ParsedPayload parsed = parser.parse(payload);
    List<Sighting> sightings =
        parsed.reports().stream().flatMap(r -> sighting(r).stream()).toList();
    return new SightingPage(
        sightings,
        parsed.reports().size() + parsed.references().size() + parsed.rejected().size(),
        total(payload.bytes()));
  }

  /** What a report says; empty where it is of a published schedule, or has no times to plan by. */
  private Optional<Sighting> sighting(FlightReport report) {
    return report.operation().flatMap(operation -> sighting(report, operation));
  }

  private Optional<Sighting> sighting(FlightReport report, Operation operation) {
    LocalDateTime departure = report.id().scheduledDeparture();
    Movement out = operation.departure();
    Movement in = operation.arrival();
    Optional<FlightTime> arrival = in.scheduled().or(in::estimated).or(in::actual);
    Optional<Instant> off = out.best().or(() -> utc(departure, report.id().origin()));
    if (arrival.isEmpty() || off.isEmpty()) {
      return Optional.empty();
    }
    LocalDateTime arrivalBest = best(in).orElse(arrival.get()).local();
    Instant on =
        in.best()
            .or(() -> utc(arrivalBest, report.id().destination()))
            .orElse(off.get().plusSeconds(2 * 3600));
    return Optional.of(
        new Sighting(
            report.id().toString(),
            report.id().origin(),
            report.id().destination(),
            LocalMinute.of(departure),
            LocalMinute.of(best(out).map(FlightTime::local).orElse(departure)),
            LocalMinute.of(arrival.get().local()),
            LocalMinute.of(arrivalBest),
            off.get().getEpochSecond(),
            on.getEpochSecond(),
            phase(Flight.of(report).state(), out),
            report.codeshares().isPresent()));
  }

  private static Optional<FlightTime> best(Movement side) {
    return side.actual().or(side::estimated).or(side::scheduled);
  }

  private Optional<Instant> utc(LocalDateTime local, String airport) {
    return airports.find(airport).map(Airport::zone).map(z -> local.atZone(z).toInstant());
  }

  /** A leg of a diversion flies as any other, but for its status. */
  private static Phase phase(FlightState state, Movement departure) {
    return switch (state) {
      case SCHEDULED -> Phase.SCHEDULED;
      case AIRBORNE -> Phase.AIRBORNE;
      case DIVERTED -> departure.actual().isPresent() ? Phase.AIRBORNE : Phase.ENDED;
      case LANDED, CANCELLED -> Phase.ENDED;
    };
  }

  /** The provider's TotalCount, wherever Meta lies. */
  private static OptionalInt total(byte[] bytes) {
    try (JsonParser json = JSON.createParser(bytes)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && json.currentName().equals("TotalCount")) {
          json.nextToken();
          return OptionalInt.of(json.getValueAsInt());
        }
      }
      return OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }
}
