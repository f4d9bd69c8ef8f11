package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.bench.Contender.Told;
import io.offblock.bench.Known;
import io.offblock.bench.PastAtOnce;
import io.offblock.bench.Questions;
import io.offblock.flight.FlightId;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.reference.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What people type, of the list that search quality is measured by, and numbers of flights; beside
 * them a document by its id.
 */
public final class OpenSearchQuestions implements Questions {
  private static final Path TYPED =
      Path.of("functions/opensearch/src/test/resources/io/offblock/opensearch/queries.csv");

  private final OpenSearchConnection connection;
  private final OpenSearchFlightStore store;
  private final OpenSearchContender contender;
  private final PastAtOnce past;

  public OpenSearchQuestions(String url) {
    connection = OpenSearchConnection.to(URI.create(url));
    store = new OpenSearchFlightStore(connection, Airports.packaged());
    contender = new OpenSearchContender(url);
    past = new PastAtOnce(store);
  }

  @Override
  public void open() {
    new Schema(connection).apply();
  }

  @Override
  public void load(List<Told> told) throws Exception {
    Payload payload = told.getFirst().payload();
    String request = "/mds-references/airports?limit=10000";
    store.apply(
        new Payload(
            PayloadKey.of("lufthansa", request, payload.seenAt(), payload.sha256()),
            payload.seenAt(),
            payload.sha256(),
            request,
            "airports",
            payload.bytes()),
        new ParsedPayload(List.of(), places(), List.of()));
    contender.prepared(told).run();
  }

  /** Airports and their cities in English; other languages come from the provider alone. */
  private static List<Reference> places() {
    List<Reference> places = new ArrayList<>();
    for (Airport airport : Airports.packaged().all()) {
      places.add(
          new Reference.Airport(
              airport.iata(),
              Optional.of(airport.iata()),
              Optional.of(airport.country()),
              Optional.of(airport.lat()),
              Optional.of(airport.lon()),
              Optional.of("Airport"),
              new TreeMap<>(Map.of("EN", airport.name())),
              Optional.empty(),
              Optional.of(airport.zone().getId())));
      if (!airport.city().isBlank()) {
        places.add(
            new Reference.City(
                airport.iata(),
                Optional.of(airport.country()),
                new TreeMap<>(Map.of("EN", airport.city())),
                Optional.empty(),
                Optional.empty(),
                List.of(airport.iata())));
      }
    }
    return places;
  }

  @Override
  public void loadPast(List<Told> told) {
    past.add(told);
  }

  @Override
  public void settle() {
    past.write();
    connection.ask("refreshing", c -> c.indices().refresh(r -> r.index("offblock-*")));
  }

  @Override
  public Map<String, Question> hot(Known known) {
    Router router =
        Router.of()
            .get(
                "/v1/search",
                new Search(connection, Airports.packaged(), InstantSource.fixed(known.now()))
                    ::answer);
    List<String> typed = typed();
    return new TreeMap<>(
        Map.of(
            "search as people type",
                random -> search(router, typed.get(random.nextInt(typed.size()))),
            "search of a flight number",
                random ->
                    search(router, Known.one(random, known.window()).operating().toString())));
  }

  private static Asking search(Router router, String text) {
    ApiRequest request =
        new ApiRequest("GET", "/v1/search", Map.of(), Map.of("q", text), Map.of(), "bench");
    return () -> {
      if (router.answer(request).status() != 200) {
        throw new IllegalStateException("no search for " + text);
      }
    };
  }

  private static List<String> typed() {
    try (Stream<String> lines = Files.lines(TYPED)) {
      return lines.skip(1).map(line -> line.split(",", -1)[0]).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map.Entry<String, Question> yardstick(Known known) {
    Documents documents = new Documents(connection);
    return Map.entry(
        "a document by its id",
        random -> {
          FlightId flight = Known.one(random, known.window());
          return () -> {
            if (documents.read(FlightMonths.index(flight), List.of(flight.toString())).isEmpty()) {
              throw new IllegalStateException(flight + " is not there");
            }
          };
        });
  }
}
