package io.offblock.provider;

import io.offblock.airport.Airports;
import io.offblock.bts.OnTimeParser;
import io.offblock.forecast.ForecastParser;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import java.util.Map;

/**
 * The one place where providers are named. A payload's key says whose answer it is; that provider's
 * parser reads it. Stores, loaders and digests know none of them.
 */
public final class Providers implements PayloadParser {
  private final Map<String, PayloadParser> parsers;

  private Providers(Map<String, PayloadParser> parsers) {
    this.parsers = Map.copyOf(parsers);
  }

  /** All that Offblock reads. */
  public static Providers of(Airports airports) {
    return new Providers(
        Map.of(
            "lufthansa",
            new LufthansaParser(airports),
            OnTimeParser.PROVIDER,
            new OnTimeParser(airports),
            ForecastParser.PROVIDER,
            new ForecastParser()));
  }

  @Override
  public ParsedPayload parse(Payload payload) {
    PayloadParser parser = parsers.get(payload.key().provider());
    if (parser == null) {
      throw new PoisonPayload(
          "unknown-provider",
          "no parser for the provider %s; there are %s"
              .formatted(payload.key().provider(), parsers.keySet().stream().sorted().toList()));
    }
    return parser.parse(payload);
  }
}
