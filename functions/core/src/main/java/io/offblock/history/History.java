package io.offblock.history;

import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which reports are history: those of flights that were to leave more than {@link #DAYS} days
 * before the answer was given that tells of them. A live provider speaks of days around today, so
 * history is what comes in bulk, such as a month of another year.
 *
 * <p>The rule looks at one report alone. So what a store holds does not depend on the order of
 * deliveries, nor on the clock of who loads.
 */
public final class History {
  /** Days between scheduled departure and the answer from which on a report is history. */
  public static final int DAYS = 30;

  private History() {}

  /** Whether a report is history; its days count in UTC for the answer, local for the flight. */
  public static boolean isPast(FlightReport report) {
    return isPast(report.id(), report.version().fetchedAt());
  }

  /**
   * Whether what was said of a flight at a moment is history.
   *
   * @param saidAt when the answer was given
   */
  public static boolean isPast(FlightId flight, Instant saidAt) {
    return flight.day().isBefore(saidAt.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(DAYS));
  }

  /** Those that are history. */
  public static List<FlightReport> past(List<FlightReport> reports) {
    return reports.stream().filter(History::isPast).toList();
  }

  /** Those that are not. */
  public static List<FlightReport> current(List<FlightReport> reports) {
    return reports.stream().filter(Predicate.not(History::isPast)).toList();
  }
}
