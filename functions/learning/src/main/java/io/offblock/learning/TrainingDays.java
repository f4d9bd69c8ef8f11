package io.offblock.learning;

import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.training.Training;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;

/**
 * The days of a window, UTC, on which flights left that arrived. A window names days that nobody
 * may have harvested, so what is learned and what is judged is decided by these.
 *
 * @param days in order
 */
record TrainingDays(List<LocalDate> days) {
  /** One for history, one to fit, one held back. */
  static final int NEEDED = 3;

  private static final int WHOLE = 45;
  private static final int SHORT = 8;

  TrainingDays {
    days = List.copyOf(days);
  }

  /**
   * Those of a window's extract.
   *
   * @throws TooFewDays where no plan can be made of them
   */
  static TrainingDays of(LearningObjects objects, TrainingWindow window) {
    TreeSet<LocalDate> days = new TreeSet<>();
    LiveFlights.read(
        objects,
        window.extract(),
        f -> {
          if (arrived(f)) {
            days.add(LocalDate.ofInstant(f.scheduledOff(), ZoneOffset.UTC));
          }
        });
    if (days.size() < NEEDED) {
      throw new TooFewDays(window, days.size(), NEEDED);
    }
    return new TrainingDays(List.copyOf(days));
  }

  private static boolean arrived(HistoricFlight f) {
    return !f.cancelled() && !f.diverted() && f.actualOff().isPresent() && f.actualOn().isPresent();
  }

  /** Last days that training does not get: champion and challenger are compared on them. */
  int judged() {
    return days.size() >= WHOLE ? 7 : days.size() >= SHORT ? 2 : 0;
  }

  /** Flights scheduled from here on are not trained on. */
  Instant judgedFrom() {
    LocalDate from = judged() == 0 ? days.getLast().plusDays(1) : days.get(days.size() - judged());
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * How to train on them: as the yardstick says where there are weeks enough, else with shares of
   * the days for history and for holding back, and fewer and shorter epochs.
   */
  Training.Plan plan() {
    int learned = days.size() - judged();
    if (learned >= WHOLE) {
      return Training.Plan.standard();
    }
    int history = Math.max(1, learned / 5);
    int held = Math.max(1, learned / 4);
    return Training.Plan.lasting(history, held, 1, 60_000, 6);
  }
}
