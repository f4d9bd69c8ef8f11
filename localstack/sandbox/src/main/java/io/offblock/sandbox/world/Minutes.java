package io.offblock.sandbox.world;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Times as whole minutes since 1970-01-01T00:00, UTC or local as the name says: an airline's clock
 * has no seconds.
 */
public final class Minutes {
  /** No such time. */
  public static final int NONE = Integer.MIN_VALUE;

  public static final int DAY = 1440;

  private Minutes() {}

  /** The whole minute an instant lies in. */
  public static int of(Instant instant) {
    return Math.toIntExact(Math.floorDiv(instant.getEpochSecond(), 60));
  }

  /** The same wall-clock reading as minutes. */
  public static int of(LocalDateTime local) {
    return of(local.toInstant(ZoneOffset.UTC));
  }

  public static Instant instant(int minute) {
    return Instant.ofEpochSecond(minute * 60L);
  }

  /**
   * The UTC minute at which a zone's clocks show {@code localMinute}; in a gap, the reading moved
   * by the gap.
   */
  public static int utc(int localMinute, ZoneId zone) {
    var local = LocalDateTime.ofEpochSecond(localMinute * 60L, 0, ZoneOffset.UTC);
    return localMinute - zone.getRules().getOffset(local).getTotalSeconds() / 60;
  }

  /** {@code yyyy-MM-dd}. */
  public static String date(int minute) {
    return text(minute).substring(0, 10);
  }

  /** {@code yyyy-MM-ddTHH:mm}. */
  public static String text(int minute) {
    var time = LocalDateTime.ofEpochSecond(minute * 60L, 0, ZoneOffset.UTC);
    var text = new StringBuilder(16);
    text.append(time.getYear());
    two(text.append('-'), time.getMonthValue());
    two(text.append('-'), time.getDayOfMonth());
    two(text.append('T'), time.getHour());
    two(text.append(':'), time.getMinute());
    return text.toString();
  }

  private static void two(StringBuilder text, int value) {
    text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
