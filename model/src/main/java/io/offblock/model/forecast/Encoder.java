package io.offblock.model.forecast;

import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.Layout;
import io.offblock.model.network.Rows;
import java.util.List;

/** Turns raw feature values into a model's rows. */
public final class Encoder {
  private final Encoding encoding;
  private final Vocabulary carriers;
  private final Vocabulary airports;
  private final int[] places;
  private final float[] picked;
  private final Rows rows;

  /**
   * @param names of the raw values, in order
   * @throws IllegalArgumentException where the model wants a feature that is not among them
   */
  public Encoder(Encoding encoding, Vocabulary carriers, Vocabulary airports, List<String> names) {
    this.encoding = encoding;
    this.carriers = carriers;
    this.airports = airports;
    places = new int[encoding.size()];
    picked = new float[encoding.size()];
    for (int f = 0; f < places.length; f++) {
      places[f] = names.indexOf(encoding.names().get(f));
      if (places[f] < 0) {
        throw new IllegalArgumentException(
            "the model was trained with %s, which is no longer computed: train again"
                .formatted(encoding.names().get(f)));
      }
    }
    rows = new Rows(encoding.size());
  }

  /** Appends a row. */
  public void add(Flights flights, int i, Horizon horizon, float[] values) {
    int row =
        rows.add(
            i,
            horizon == null ? Layout.HORIZONS - 1 : horizon.ordinal(),
            flights.hasDelay(i) ? flights.arrivalDelay(i) : Rows.NO_DELAY,
            carriers.of(flights.carrier(i)),
            airports.of(flights.origin(i)),
            airports.of(flights.destination(i)));
    for (int f = 0; f < places.length; f++) {
      picked[f] = values[places[f]];
    }
    encoding.encode(picked, rows.codes(row), rows.at(row));
  }

  /** What was appended. */
  public Rows rows() {
    return rows;
  }
}
