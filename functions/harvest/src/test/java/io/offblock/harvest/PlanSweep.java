package io.offblock.harvest;

import io.offblock.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Cold starts at many moments of a day in the worlds of several seeds: what share of the flights
 * truly in the air is known with a status of at most five minutes, as a table for people. It takes
 * half an hour, so no suite runs it; by its name and with a property it runs:
 *
 * <pre>
 * ./mvnw -q -pl functions/harvest -am test -Dtest=PlanSweep -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dsweep="seeds=1,2 hours=0-23 minutes=0,2,20,40,55 day=2026-11-24 length=20"
 * </pre>
 */
class PlanSweep {
  @Test
  @EnabledIfSystemProperty(
      named = "sweep",
      matches = ".+",
      disabledReason = "a sweep takes half an hour: ask for it by -Dsweep=\"seeds=1\"")
  void coldStartsOfADay() throws InterruptedException {
    String[] arguments = System.getProperty("sweep").strip().split(" +");
    List<Long> seeds =
        Arrays.stream(option(arguments, "seeds", "1").split(",")).map(Long::parseLong).toList();
    String[] span = option(arguments, "hours", "0-23").split("-");
    List<Integer> minutes =
        Arrays.stream(option(arguments, "minutes", "0,2,20,40,55").split(","))
            .map(Integer::parseInt)
            .toList();
    LocalDate day = LocalDate.parse(option(arguments, "day", "2026-11-24"));
    int length = Integer.parseInt(option(arguments, "length", "20"));
    System.out.println("seed start     minute 5   6 to 10   5 to " + length + "   least   calls");
    for (long seed : seeds) {
      World world = World.of(seed);
      List<ColdStart> all = new ArrayList<>();
      for (int hour = Integer.parseInt(span[0]);
          hour <= Integer.parseInt(span[span.length - 1]);
          hour++) {
        for (int minute : minutes) {
          Instant start = day.atTime(hour, minute, 3).toInstant(ZoneOffset.UTC);
          ColdStart measured = ColdStart.measure(world, start, Duration.ofMinutes(length));
          all.add(measured);
          System.out.println(line(seed, measured));
        }
      }
      System.out.printf(
          Locale.ROOT,
          "seed %d, %d starts: minute 5 mean %.2f least %.2f below 95 %% %d; 5 to %d mean %.2f"
              + " least mean %.2f%n",
          seed,
          all.size(),
          100 * all.stream().mapToDouble(ColdStart::atFive).average().orElse(0),
          100 * all.stream().mapToDouble(ColdStart::atFive).min().orElse(0),
          all.stream().filter(c -> c.atFive() < 0.95).count(),
          length,
          100 * all.stream().mapToDouble(ColdStart::mean).average().orElse(0),
          100 * all.stream().mapToDouble(ColdStart::mean).min().orElse(0));
    }
  }

  private static String line(long seed, ColdStart c) {
    return String.format(
        Locale.ROOT,
        "%4d %tR:%<tS  %6.1f     %6.1f    %6.1f    %6.1f   %s of %d in the air%s",
        seed,
        c.start().atZone(ZoneOffset.UTC),
        100 * c.atFive(),
        100 * c.early(),
        100 * c.mean(),
        100 * c.least(),
        c.callsByHour(),
        c.airborne(),
        c.atFive() < 0.955 || c.mean() < 0.955 ? "  <" : "");
  }

  private static String option(String[] arguments, String name, String otherwise) {
    return Arrays.stream(arguments)
        .filter(a -> a.startsWith(name + "="))
        .map(a -> a.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }
}
