package io.offblock.learning;

import io.offblock.model.extract.Extract;
import io.offblock.model.extract.HistoricFlight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A past that can be learned from: two hubs, aircraft that fly to and fro all day, delays that they
 * take along, and bad hours.
 */
final class SmallPast {
  private static final List<String> SPOKES =
      List.of("MUC", "HAM", "BER", "VIE", "ZRH", "CDG", "LHR", "MAD");

  private SmallPast() {}

  /** The extract of these days; what has not happened by {@code now} is not told. */
  static byte[] extract(LocalDate from, LocalDate to, Instant now) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Extract.Writer out = new Extract.Writer(bytes)) {
      for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
        SplittableRandom random = new SplittableRandom(day.toEpochDay());
        double bad = 8 * Math.abs(random.nextGaussian());
        for (int aircraft = 0; aircraft < 24; aircraft++) {
          double carried = 0;
          String spoke = SPOKES.get(aircraft % SPOKES.size());
          for (int leg = 0; leg < 8; leg++) {
            Instant off =
                day.atTime(5, 0)
                    .toInstant(ZoneOffset.UTC)
                    .plus(Duration.ofMinutes(110L * leg + aircraft * 5L));
            double late =
                Math.max(
                    -10,
                    carried
                        + bad * (leg > 4 ? 1.5 : .5) * random.nextDouble()
                        + 12 * random.nextGaussian());
            out.write(flight(aircraft, leg, spoke, off, Math.round(late), now));
            carried = Math.max(0, late - 8);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The extract of these flights. */
  static byte[] extract(List<HistoricFlight> flights) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Extract.Writer out = new Extract.Writer(bytes)) {
      for (HistoricFlight f : flights) {
        out.write(f);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static HistoricFlight flight(
      int aircraft, int leg, String spoke, Instant off, long late, Instant now) {
    String origin = leg % 2 == 0 ? "FRA" : spoke;
    String destination = leg % 2 == 0 ? spoke : "FRA";
    Instant on = off.plus(Duration.ofMinutes(75));
    Instant left = off.plus(Duration.ofMinutes(late));
    Instant arrived = on.plus(Duration.ofMinutes(late));
    int number = 100 + aircraft * 8 + leg;
    String local =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm")
            .withZone(io.offblock.airport.Airports.packaged().find(origin).orElseThrow().zone())
            .format(off);
    return new HistoricFlight(
        "LH-%d-%s-%s-%s".formatted(number, origin, destination, local),
        "LH",
        Integer.toString(number),
        origin,
        destination,
        Optional.of("DAI" + (char) ('A' + aircraft) + "A"),
        Optional.of("32N"),
        off,
        Optional.of(on),
        left.isAfter(now) ? Optional.empty() : Optional.of(left),
        arrived.isAfter(now) ? Optional.empty() : Optional.of(arrived),
        false,
        false);
  }
}
