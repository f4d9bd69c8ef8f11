package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.StoreServer;
import io.offblock.airport.Airports;
import io.offblock.payload.ParsedPayload;
import io.offblock.reference.Reference;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same among all that the provider calls an airport, railway and bus stations included, in
 * English and French.
 */
class SearchOnReferenceDataTest {
  private static final Search SEARCH =
      new Search(OpenSearchServer.connection(), Airports.packaged(), () -> Samples.MOMENT);

  @BeforeAll
  static void load() throws Exception {
    String place = System.getenv("OFFBLOCK_DATA");
    Path data =
        (place == null ? StoreServer.project().resolve("../shared/data") : Path.of(place))
            .resolve("lufthansa");
    assumeTrue(
        Files.exists(data.resolve("mds_airports_EN.json.gz")),
        "no captured reference data: set OFFBLOCK_DATA to the folder that has it");
    List<Reference> items = new ArrayList<>();
    named(data, "airports", "AirportCode")
        .forEach(
            (code, item) ->
                items.add(
                    new Reference.Airport(
                        code,
                        text(item.json(), "CityCode"),
                        text(item.json(), "CountryCode"),
                        Optional.empty(),
                        Optional.empty(),
                        text(item.json(), "LocationType"),
                        item.names(),
                        Optional.empty(),
                        Optional.empty())));
    named(data, "cities", "CityCode")
        .forEach(
            (code, item) ->
                items.add(
                    new Reference.City(
                        code,
                        Optional.empty(),
                        item.names(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of())));
    for (JsonNode airline : list(data.resolve("mds_airlines.json.gz"))) {
      items.add(
          new Reference.Airline(
              airline.path("AirlineID").asText(),
              text(airline, "AirlineID_ICAO"),
              new TreeMap<>(java.util.Map.of("EN", airline.at("/Names/Name/$").asText()))));
    }
    long begin = System.nanoTime();
    OpenSearchServer.emptyStore()
        .apply(Samples.payload(1), new ParsedPayload(List.of(), items, List.of()));
    System.out.printf("%d items in %d ms%n", items.size(), (System.nanoTime() - begin) / 1_000_000);
    OpenSearchServer.makeFindable();
  }

  private record Item(JsonNode json, SortedMap<String, String> names) {}

  private static SortedMap<String, Item> named(Path data, String kind, String code)
      throws Exception {
    SortedMap<String, Item> items = new TreeMap<>();
    for (String language : List.of("EN", "FR")) {
      for (JsonNode json : list(data.resolve("mds_%s_%s.json.gz".formatted(kind, language)))) {
        items
            .computeIfAbsent(json.path(code).asText(), c -> new Item(json, new TreeMap<>()))
            .names()
            .put(language, json.at("/Names/Name/$").asText());
      }
    }
    return items;
  }

  private static List<JsonNode> list(Path file) throws Exception {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false).toList();
    }
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.of(json.path(field).asText()).filter(t -> !t.isEmpty());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "FRA, airport FRA",
    "frank, airport FRA",
    "Francfort, airport FRA",
    "munich, airport MUC",
    "munih, airport MUC",
    "london, airport LHR",
    "londres, airport LHR",
    "new york, airport JFK",
    "paris, airport CDG",
    "genève, airport GVA",
    "geneva, airport GVA",
    "vienne, airport VIE",
    "zurich, airport ZRH",
    "bruxelles, airport BRU",
    "milan, airport MXP",
    "rome, airport FCO",
    "copenhague, airport CPH",
    "le caire, airport CAI",
    "beijing, airport PEK",
    "los ang, airport LAX",
    "barcelone, airport BCN",
    "singapour, airport SIN",
    "LH, airline LH",
    "lufthansa, airline LH",
    "austrian, airline OS",
    "ryanair, airline FR",
    "AUA, airport AUA",
  })
  void firstHit(String typed, String expected) {
    List<SearchHit> hits = SEARCH.hits(typed, 5);
    assertEquals(
        expected,
        hits.stream().findFirst().map(h -> h.kind() + " " + h.id()).orElse("none"),
        hits::toString);
  }
}
