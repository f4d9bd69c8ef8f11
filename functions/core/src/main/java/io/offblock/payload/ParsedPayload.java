package io.offblock.payload;

import io.offblock.flight.FlightReport;
import io.offblock.forecast.DelayForecast;
import io.offblock.reference.Reference;
import java.util.List;

/**
 * What a payload says.
 *
 * @param reports of flights, in the provider's order
 * @param references items of reference data
 * @param forecasts of flights; only Offblock's own payloads have any
 * @param rejected records that could not be read, each with its reason; the others are good
 */
public record ParsedPayload(
    List<FlightReport> reports,
    List<Reference> references,
    List<DelayForecast> forecasts,
    List<Rejected> rejected) {
  public ParsedPayload {
    reports = List.copyOf(reports);
    references = List.copyOf(references);
    forecasts = List.copyOf(forecasts);
    rejected = List.copyOf(rejected);
  }

  /** A payload without forecasts. */
  public ParsedPayload(
      List<FlightReport> reports, List<Reference> references, List<Rejected> rejected) {
    this(reports, references, List.of(), rejected);
  }

  /**
   * A record that no flight or reference item could be made of.
   *
   * @param place JSON pointer into the payload
   * @param reason what is wrong with it
   */
  public record Rejected(String place, String reason) {}
}
