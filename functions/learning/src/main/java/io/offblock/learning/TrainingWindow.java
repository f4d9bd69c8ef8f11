package io.offblock.learning;

import io.offblock.model.training.Training;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * What a training is made of. Its name is the execution's: the same window started twice runs once.
 *
 * @param name letters, digits, {@code - _}
 * @param from first day, UTC
 * @param to last day, included
 * @param sources whose flights: {@code bts}, {@code lufthansa}, or {@code sandbox} alone
 * @param reason why it is trained, in words
 */
public record TrainingWindow(
    String name, LocalDate from, LocalDate to, List<String> sources, String reason) {
  /** The source that is no real world. */
  static final String SANDBOX = "sandbox";

  private static final int WHOLE = 45;
  private static final int SHORT = 8;

  public TrainingWindow {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    sources = sources == null ? List.of() : sources.stream().sorted().distinct().toList();
    reason = reason == null || reason.isBlank() ? "by hand" : reason;
    name = name == null || name.isBlank() ? name(from, to, sources) : name;
    if (!name.matches("[\\w-]{1,80}")) {
      throw new IllegalArgumentException("not a name of an execution: " + name);
    }
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("%s to %s is no window".formatted(from, to));
    }
  }

  /** The name that a window has by itself. */
  static String name(LocalDate from, LocalDate to, List<String> sources) {
    return "%s_%s_%s".formatted(String.join("-", sources), from, to);
  }

  /**
   * {@code simulated} or {@code real}: the two are never compared, nor does one serve for the
   * other.
   */
  public String world() {
    return sources.contains(SANDBOX) ? "simulated" : "real";
  }

  /** The key of its extract. */
  public String extract() {
    return "training/%s/extract.csv.gz".formatted(name);
  }

  private int days() {
    return (int) ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** Last days that training does not get: champion and challenger are compared on them. */
  public int judged() {
    return days() >= WHOLE ? 7 : days() >= SHORT ? 2 : 0;
  }

  /** Flights scheduled from here on are not trained on. */
  Instant judgedFrom() {
    return to.minusDays(judged() - 1L).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * How to train on it: as the yardstick says where there are weeks enough, else with shares of the
   * days for history and for holding back, and fewer and shorter epochs.
   */
  public Training.Plan plan() {
    int days = days() - judged();
    Training.Plan standard = Training.Plan.standard();
    if (days >= WHOLE) {
      return standard;
    }
    int history = Math.max(1, days / 5);
    int held = Math.max(1, days / 4);
    return Training.Plan.lasting(history, held, 1, 60_000, 6);
  }
}
