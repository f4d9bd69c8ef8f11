package io.offblock.bts;

import static io.offblock.bts.OnTimeColumn.*;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.flight.Airframe;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A flight of the on-time files. Rows give local clock times without days: the day of departure is
 * told, everything else follows from durations.
 *
 * <ul>
 *   <li>scheduled arrival: the local time given, on the day that is nearest to scheduled departure
 *       plus scheduled elapsed time;
 *   <li>actual times: scheduled plus delay, which the bureau computed from the carriers' own
 *       moments; where no delay is given, the local time nearest to the scheduled one;
 *   <li>a scheduled arrival of 2400 without a scheduled elapsed time is filler, which the files of
 *       2008 have for each diverted flight;
 *   <li>a cancelled flight has no actual times, and a diverted one none at its destination.
 * </ul>
 */
public record OnTimeFlight(FlightId id, Operation operation, Optional<Airframe> airframe) {
  private static final int DAY = 1440;
  private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z0-9]");
  private static final Pattern NO_REGISTRATION = Pattern.compile("0+|UNKNOW|UNKNOWN|NONE");

  static OnTimeFlight of(OnTimeRow row, Airports airports) {
    try {
      return read(row, airports);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRow(e.getMessage());
    }
  }

  private static OnTimeFlight read(OnTimeRow row, Airports airports) {
    String from = row.required(ORIGIN);
    String to = row.required(DESTINATION);
    int clock = required(row, SCHEDULED_DEPARTURE);
    LocalDateTime scheduledOff = row.date().atStartOfDay().plusMinutes(clock);
    FlightId id = id(row, from, to, scheduledOff);
    Place origin = new Place(airports.find(from));
    Place destination = new Place(airports.find(to));
    boolean cancelled = row.flag(CANCELLED);
    boolean diverted = row.flag(DIVERTED);

    FlightTime off = origin.at(scheduledOff, Optional.empty());
    Optional<FlightTime> on = scheduledArrival(row, off, destination);
    Optional<FlightTime> actualOff =
        cancelled ? Optional.empty() : actual(row, DEPARTURE, DEPARTURE_DELAY, off, origin);
    Optional<FlightTime> actualOn =
        cancelled || diverted
            ? Optional.empty()
            : on.flatMap(s -> actual(row, ARRIVAL, ARRIVAL_DELAY, s, destination));
    Optional<String> status =
        Optional.ofNullable(
            cancelled ? "CD" : diverted ? "DV" : actualOn.isPresent() ? "LD" : null);
    return new OnTimeFlight(
        id,
        new Operation(
            movement(Optional.of(off), actualOff),
            movement(on, actualOn),
            status,
            Optional.empty()),
        registration(row).map(r -> new Airframe(Optional.of(r), Optional.empty())));
  }

  private static FlightId id(OnTimeRow row, String from, String to, LocalDateTime scheduledOff) {
    String carrier = row.carrier();
    String number = OnTimeRow.whole(row.required(NUMBER));
    FlightNumber operating =
        FlightNumber.of(carrier, number)
            .orElseThrow(() -> new UnreadableRow("no flight number: " + carrier + ' ' + number));
    return new FlightId(operating, from, to, scheduledOff);
  }

  private static Optional<FlightTime> scheduledArrival(
      OnTimeRow row, FlightTime off, Place destination) {
    OptionalInt clock = row.clock(SCHEDULED_ARRIVAL);
    OptionalLong elapsed = row.minutes(SCHEDULED_ELAPSED);
    boolean filler = clock.isPresent() && clock.getAsInt() == DAY && elapsed.isEmpty();
    if (clock.isEmpty() || filler) {
      return Optional.empty();
    }
    if (elapsed.isPresent() && elapsed.getAsLong() > 0 && off.utc().isPresent()) {
      Instant about = off.utc().get().plus(Duration.ofMinutes(elapsed.getAsLong()));
      Optional<LocalDateTime> local = destination.local(about);
      if (local.isPresent()) {
        LocalDateTime nearest = nearest(clock.getAsInt(), local.get());
        return Optional.of(
            nearest.equals(local.get())
                ? new FlightTime(nearest, Optional.of(about))
                : destination.at(nearest, off.utc()));
      }
    }
    // Without durations: the first such time after departure, half a day of zones allowed for.
    LocalDateTime middle = off.local().plusMinutes(elapsed.orElse(180));
    return Optional.of(destination.at(nearest(clock.getAsInt(), middle), off.utc()));
  }

  private static Optional<FlightTime> actual(
      OnTimeRow row, OnTimeColumn time, OnTimeColumn delay, FlightTime scheduled, Place place) {
    OptionalInt clock = row.clock(time);
    OptionalLong late = row.minutes(delay);
    if (clock.isEmpty()) {
      return Optional.empty();
    }
    if (late.isPresent() && scheduled.utc().isPresent()) {
      Instant moment = scheduled.utc().get().plus(Duration.ofMinutes(late.getAsLong()));
      return place.local(moment).map(local -> new FlightTime(local, Optional.of(moment)));
    }
    LocalDateTime about = scheduled.local().plusMinutes(late.orElse(0));
    return Optional.of(place.at(nearest(clock.getAsInt(), about), Optional.empty()));
  }

  /** The local time of that clock nearest to another. */
  static LocalDateTime nearest(int clock, LocalDateTime about) {
    LocalDate day = about.toLocalDate();
    LocalDateTime same = day.atStartOfDay().plusMinutes(clock);
    long ahead = Duration.between(about, same).toMinutes();
    return ahead > DAY / 2 ? same.minusDays(1) : ahead < -DAY / 2 ? same.plusDays(1) : same;
  }

  private static Optional<String> registration(OnTimeRow row) {
    return row.text(REGISTRATION)
        .map(r -> NO_LETTER.matcher(r).replaceAll("").toUpperCase(java.util.Locale.ROOT))
        .filter(r -> !r.isEmpty() && !NO_REGISTRATION.matcher(r).matches());
  }

  private static Movement movement(Optional<FlightTime> scheduled, Optional<FlightTime> actual) {
    return new Movement(
        scheduled, Optional.empty(), actual, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static int required(OnTimeRow row, OnTimeColumn column) {
    return row.clock(column).orElseThrow(() -> new UnreadableRow(column + " is blank"));
  }

  /** An airport's clock; without a zone there is no UTC, and none is guessed. */
  private record Place(Optional<Airport> airport) {
    FlightTime at(LocalDateTime local, Optional<Instant> notBefore) {
      return new FlightTime(
          local,
          airport.map(a -> notBefore.map(n -> a.utc(local, n)).orElseGet(() -> a.utc(local))));
    }

    Optional<LocalDateTime> local(Instant moment) {
      return airport.map(a -> LocalDateTime.ofInstant(moment, a.zone()));
    }
  }
}
