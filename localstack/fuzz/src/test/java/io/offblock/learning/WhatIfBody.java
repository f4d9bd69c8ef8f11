package io.offblock.learning;

import java.util.Optional;

/** What is asked of a forecast if something were otherwise, read from a body. */
public final class WhatIfBody {
  private WhatIfBody() {}

  /**
   * Reads it, and holds it to what the forecast relies on.
   *
   * @throws io.offblock.answer.Problem where it is none
   */
  public static void read(String body) {
    Given given = Given.of(body);
    check(given.inboundMinutesLate());
    check(given.originMinutesLate());
    if (given.registration().filter(r -> !r.matches("[A-Z0-9]{2,10}")).isPresent()) {
      throw new AssertionError("no registration: " + given);
    }
  }

  private static void check(Optional<Integer> minutes) {
    if (minutes.filter(m -> m < 0 || m > 600).isPresent()) {
      throw new AssertionError("so late nothing is: " + minutes);
    }
  }
}
