package io.offblock.harvest.lufthansa;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A local time as a count of minutes, so that windows are plain arithmetic: minutes from
 * 1970-01-01T00:00 on the airport's own clock. Not a moment: it has no zone.
 */
public final class LocalMinute {
  private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private LocalMinute() {}

  public static int of(LocalDateTime local) {
    return (int) Math.floorDiv(local.toEpochSecond(ZoneOffset.UTC), 60L);
  }

  /** What the airport's clocks show at a moment. */
  public static int at(Instant moment, ZoneId zone) {
    return of(LocalDateTime.ofInstant(moment, zone));
  }

  public static LocalDateTime time(int minute) {
    return LocalDateTime.ofEpochSecond(minute * 60L, 0, ZoneOffset.UTC);
  }

  /** As requests spell it: {@code 2026-11-24T08:00}. */
  public static String text(int minute) {
    return TEXT.format(time(minute));
  }
}
