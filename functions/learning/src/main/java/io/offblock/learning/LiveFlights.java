package io.offblock.learning;

import io.offblock.airport.Airports;
import io.offblock.model.extract.Extract;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.Flights;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The flights of an extract, and where each stands in the model's table.
 *
 * @param flights as the model takes them
 * @param known as the extract tells them, in its order
 */
record LiveFlights(Flights flights, List<HistoricFlight> known) {
  /** Where the workflow puts the flights of the last days and those to come. */
  static final String EXTRACT = "training/live/extract.csv.gz";

  static LiveFlights of(LearningObjects objects, String key) {
    List<HistoricFlight> known = new ArrayList<>();
    read(objects, key, known::add);
    return of(known);
  }

  /** Hands over each flight of an extract; how many there were. */
  static long read(LearningObjects objects, String key, Consumer<HistoricFlight> each) {
    try (InputStream in = objects.open(key)) {
      return Extract.read(in, each);
    } catch (IOException e) {
      throw new UncheckedIOException(key + " cannot be read", e);
    }
  }

  private static LiveFlights of(List<HistoricFlight> known) {
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    known.forEach(builder::add);
    return new LiveFlights(builder.build(), List.copyOf(known));
  }

  /** The same world with some flights told otherwise. */
  LiveFlights with(UnaryOperator<HistoricFlight> change) {
    return of(known.stream().map(change).toList());
  }

  HistoricFlight known(int flight) {
    return known.get(flights.source(flight));
  }

  String id(int flight) {
    return known(flight).id();
  }

  Optional<Integer> find(String id) {
    return IntStream.range(0, flights.size()).filter(i -> id(i).equals(id)).boxed().findFirst();
  }

  /** Flights that should leave later than now and have not. */
  int[] waiting(Instant now) {
    return IntStream.range(0, flights.size())
        .filter(i -> flights.scheduledOff(i).isAfter(now))
        .filter(i -> !known(i).cancelled() && known(i).actualOff().isEmpty())
        .toArray();
  }

  /** Ids of the flights whose schedule is later than a moment. */
  Set<String> comingSince(Instant moment) {
    Set<String> coming = new HashSet<>();
    for (int i = 0; i < flights.size(); i++) {
      if (flights.scheduledOff(i).isAfter(moment)) {
        coming.add(id(i));
      }
    }
    return coming;
  }
}
