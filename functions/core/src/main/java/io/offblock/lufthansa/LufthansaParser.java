package io.offblock.lufthansa;

import io.offblock.airport.Airports;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import java.util.List;
import java.util.Objects;

/** Reads the answers of Lufthansa's Open API. */
public final class LufthansaParser implements PayloadParser {
  private final Airports airports;

  public LufthansaParser(Airports airports) {
    this.airports = Objects.requireNonNull(airports);
  }

  @Override
  public ParsedPayload parse(Payload payload) {
    return new ParsedPayload(List.of(), List.of(), List.of());
  }
}
