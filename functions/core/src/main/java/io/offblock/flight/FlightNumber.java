package io.offblock.flight;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A carrier's designator with a number: {@code LH400}, {@code 4Y1410}, {@code LH2040A}. It names a
 * flight to passengers; the same number may fly twice a day, so it never identifies one (see {@link
 * FlightId}).
 *
 * <p>Numbers are kept without padding: Lufthansa writes {@code 017}, {@code 17} and (in 2018) the
 * JSON number 17 for the same flight.
 *
 * @param carrier IATA (two characters) or ICAO (three letters) designator, upper case
 * @param number 0 to 99999
 * @param suffix the operational suffix, one upper-case letter, or {@code ""}
 */
public record FlightNumber(String carrier, int number, String suffix)
    implements Comparable<FlightNumber> {
  private static final Pattern TEXT =
      Pattern.compile("(?i)([A-Z]{3}|[A-Z0-9]{2}) ?0*(\\d{1,5})([A-Z]?)");
  private static final Pattern SUFFIX = Pattern.compile("[A-Z]?");
  private static final Pattern DESIGNATOR = Pattern.compile("[A-Z]{3}|(?![0-9]{2})[A-Z0-9]{2}");
  private static final Pattern ANY_CASE = Pattern.compile("(?i)" + DESIGNATOR.pattern());
  private static final Pattern DIGITS = Pattern.compile("(?i)0*(\\d{1,5})([A-Z]?)");

  public FlightNumber {
    Objects.requireNonNull(carrier);
    Objects.requireNonNull(suffix);
    if (!DESIGNATOR.matcher(carrier).matches()) {
      throw new IllegalArgumentException("carrier is not an IATA or ICAO designator: " + carrier);
    }
    if (number < 0 || number > 99_999 || !SUFFIX.matcher(suffix).matches()) {
      throw new IllegalArgumentException("not a flight number: " + number + suffix);
    }
  }

  /** Reads {@code "LH400"}, {@code "lh 0400"}, {@code "DLH400A"}; empty where the text is none. */
  public static Optional<FlightNumber> parse(String text) {
    Matcher m = TEXT.matcher(text.strip());
    return m.matches() ? of(m.group(1), m.group(2) + m.group(3)) : Optional.empty();
  }

  /** Reads a carrier and a number as providers send them apart: {@code ("LH", "017")}. */
  public static Optional<FlightNumber> of(String carrier, String number) {
    String designator = carrier.strip();
    Matcher m = DIGITS.matcher(number.strip());
    return m.matches() && ANY_CASE.matcher(designator).matches()
        ? Optional.of(
            new FlightNumber(
                designator.toUpperCase(Locale.ROOT),
                Integer.parseInt(m.group(1)),
                m.group(2).toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  @Override
  public int compareTo(FlightNumber other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return carrier + number + suffix;
  }
}
