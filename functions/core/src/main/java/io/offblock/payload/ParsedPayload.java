package io.offblock.payload;

import io.offblock.flight.FlightReport;
import io.offblock.reference.Reference;
import java.util.List;

/**
 * What a payload says.
 *
 * @param reports of flights, in the provider's order
 * @param references items of reference data
 * @param rejected records that could not be read, each with its reason; the others are good
 */
public record ParsedPayload(
    List<FlightReport> reports, List<Reference> references, List<Rejected> rejected) {
  public ParsedPayload {
    reports = List.copyOf(reports);
    references = List.copyOf(references);
    rejected = List.copyOf(rejected);
  }

  /**
   * A record that no flight or reference item could be made of.
   *
   * @param place JSON pointer into the payload
   * @param reason what is wrong with it
   */
  public record Rejected(String place, String reason) {}
}
