package io.offblock.learning;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * What a training is asked to be made of; which of its days have flights, its extract says ({@link
 * TrainingDays}). Its name is the execution's: the same window started twice runs once.
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
}
