package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type, and what they mean, among all airports of the packaged table. */
class SearchTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Search SEARCH =
      new Search(OpenSearchServer.connection(), Airports.packaged(), () -> NOW);

  @BeforeAll
  static void load() {
    OpenSearchFlightStore store = OpenSearchServer.emptyStore();
    List<Reference> references = new ArrayList<>();
    for (Airport a : Airports.packaged().all()) {
      references.add(
          new Reference.Airport(
              a.iata(),
              city(a.iata()),
              Optional.of(a.country()),
              Optional.of(a.lat()),
              Optional.of(a.lon()),
              Optional.of("Airport"),
              new TreeMap<>(Map.of("EN", a.name())),
              Optional.empty(),
              Optional.of(a.zone().getId())));
    }
    cities(references);
    airlines(references);
    store.apply(Samples.payload(1), new ParsedPayload(List.of(), references, List.of()));
    flights(store);
    OpenSearchServer.makeFindable();
  }

  private static Optional<String> city(String iata) {
    return switch (iata) {
      case "LHR", "LGW", "LCY", "STN", "LTN" -> Optional.of("LON");
      case "JFK", "EWR", "LGA" -> Optional.of("NYC");
      case "CDG", "ORY" -> Optional.of("PAR");
      case "MXP", "LIN" -> Optional.of("MIL");
      case "FCO", "CIA" -> Optional.of("ROM");
      default -> Optional.of(iata);
    };
  }

  private static void cities(List<Reference> to) {
    String[][] cities = {
      {
        "MUC",
        "EN=Munich",
        "DE=München",
        "IT=Monaco di Baviera",
        "ES=Múnich",
        "TR=Münih",
        "EL=Μόναχο",
        "CS=Mnichov"
      },
      {"FRA", "EN=Frankfurt", "DE=Frankfurt", "IT=Francoforte", "ES=Fráncfort", "FR=Francfort"},
      {"LON", "EN=London", "DE=London", "FR=Londres", "IT=Londra"},
      {"NYC", "EN=New York", "ES=Nueva York", "PT=Nova Iorque"},
      {"PAR", "EN=Paris", "IT=Parigi"},
      {"MIL", "EN=Milan", "DE=Mailand", "IT=Milano"},
      {"ROM", "EN=Rome", "DE=Rom", "IT=Roma"},
      {"VIE", "EN=Vienna", "DE=Wien", "FR=Vienne", "HU=Bécs"},
      {"ZRH", "EN=Zurich", "DE=Zürich", "IT=Zurigo"},
      {"CGN", "EN=Cologne", "DE=Köln", "IT=Colonia"},
      {"NUE", "EN=Nuremberg", "DE=Nürnberg", "IT=Norimberga"},
      {"PRG", "EN=Prague", "DE=Prag", "CS=Praha"},
      {"WAW", "EN=Warsaw", "DE=Warschau", "FR=Varsovie"},
      {"LIS", "EN=Lisbon", "PT=Lisboa", "DE=Lissabon"},
      {"GVA", "EN=Geneva", "DE=Genf", "FR=Genève"},
      {"BRU", "EN=Brussels", "FR=Bruxelles", "DE=Brüssel"},
    };
    for (String[] city : cities) {
      TreeMap<String, String> names = new TreeMap<>();
      for (String name : List.of(city).subList(1, city.length)) {
        names.put(name.substring(0, 2), name.substring(3));
      }
      to.add(
          new Reference.City(
              city[0], Optional.empty(), names, Optional.empty(), Optional.empty(), List.of()));
    }
  }

  private static void airlines(List<Reference> to) {
    String[][] airlines = {
      {"LH", "", "Lufthansa"},
      {"CL", "CLH", "Lufthansa CityLine"},
      {"LX", "SWR", "SWISS"},
      {"OS", "AUA", "Austrian Airlines"},
      {"SN", "BEL", "Brussels Airlines"},
      {"EW", "EWG", "Eurowings"},
      {"4Y", "OCN", "Discover Airlines"},
      {"UA", "UAL", "United Airlines"},
      {"NH", "ANA", "All Nippon Airways"},
      {"FR", "RYR", "Ryanair"},
    };
    for (String[] a : airlines) {
      to.add(
          new Reference.Airline(
              a[0],
              a[1].isEmpty() ? Optional.empty() : Optional.of(a[1]),
              new TreeMap<>(Map.of("EN", a[2]))));
    }
  }

  /** LH400 to LH409 and others on nine days, 20 to 28 November; UA8842 is a name of LH400. */
  private static void flights(OpenSearchFlightStore store) {
    Payload payload = Samples.payload(2);
    List<FlightReport> reports = new ArrayList<>();
    IntStream.rangeClosed(20, 28)
        .forEach(
            day -> {
              reports.add(flight("LH-400-FRA-JFK-202611%dT1055".formatted(day), payload));
              for (String other :
                  List.of(
                      "LH-401-JFK-FRA-202611%dT1800",
                      "LH-410-MUC-JFK-202611%dT1530",
                      "LH-4-FRA-HAM-202611%dT0700",
                      "4Y-17A-FRA-PMI-202611%dT0500",
                      "OS-400-VIE-ZRH-202611%dT1300",
                      "LX-1070-ZRH-FRA-202611%dT0900")) {
                reports.add(
                    Samples.bare(FlightId.parse(other.formatted(day)).orElseThrow(), payload));
              }
            });
    store.apply(payload, Samples.flights(reports));
  }

  private static FlightReport flight(String id, Payload payload) {
    return Samples.full(FlightId.parse(id).orElseThrow(), payload);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "FRA, airport FRA",
    "fra, airport FRA",
    "EDDF, airport FRA",
    "frank, airport FRA",
    "Frankfurt, airport FRA",
    "frankfurt main, airport FRA",
    "Francfort, airport FRA",
    "Francoforte, airport FRA",
    "frankfrut, airport FRA",
    "frnkfurt, airport FRA",
    "hahn, airport HHN",
    "MUC, airport MUC",
    "Münch, airport MUC",
    "munch, airport MUC",
    "Muenchen, airport MUC",
    "munich, airport MUC",
    "munih, airport MUC",
    "Monaco di Baviera, airport MUC",
    "monaco di bav, airport MUC",
    "Μόναχο, airport MUC",
    "Wien, airport VIE",
    "vienna, airport VIE",
    "Zürich, airport ZRH",
    "zuerich, airport ZRH",
    "zurch, airport ZRH",
    "Köln, airport CGN",
    "koln, airport CGN",
    "Koeln, airport CGN",
    "london, airport LHR",
    "londres, airport LHR",
    "heathrow, airport LHR",
    "lhr, airport LHR",
    "new york, airport JFK",
    "new y, airport JFK",
    "nueva york, airport JFK",
    "kennedy, airport JFK",
    "newark, airport EWR",
    "paris, airport CDG",
    "parigi, airport CDG",
    "charles de gaulle, airport CDG",
    "ohare, airport ORD",
    "O'Hare, airport ORD",
    "mailand, airport MXP",
    "roma, airport FCO",
    "Genève, airport GVA",
    "geneve, airport GVA",
    "brussel, airport BRU",
    "lissabon, airport LIS",
    "barcelona, airport BCN",
    "barselona, airport BCN",
    "singapore, airport SIN",
    "sao paulo, airport GRU",
    "san fran, airport SFO",
    "los angeles, airport LAX",
    "hambrug, airport HAM",
    "duesseldorf, airport DUS",
    "dusseldorf, airport DUS",
    "LH, airline LH",
    "lufthansa, airline LH",
    "lufth, airline LH",
    "lufthanza, airline LH",
    "DLH, airport DLH",
    "swiss, airline LX",
    "austrian, airline OS",
    "ryan, airline FR",
    "4y, airline 4Y",
    "discover, airline 4Y",
    "LH400, flight LH-400-FRA-JFK-20261124T1055",
    "lh 400, flight LH-400-FRA-JFK-20261124T1055",
    "LH0400, flight LH-400-FRA-JFK-20261124T1055",
    "DLH400, flight LH-400-FRA-JFK-20261124T1055",
    "UA8842, flight LH-400-FRA-JFK-20261124T1055",
    "LH400 2026-11-27, flight LH-400-FRA-JFK-20261127T1055",
    "400, flight LH-400-FRA-JFK-20261124T1055",
    "4y17a, flight 4Y-17A-FRA-PMI-20261124T0500",
    "4y1, flight 4Y-17A-FRA-PMI-20261124T0500",
    "lx107, flight LX-1070-ZRH-FRA-20261124T0900",
    "fra-jfk, flight LH-400-FRA-JFK-20261124T1055",
    "FRA JFK, flight LH-400-FRA-JFK-20261124T1055",
    "EDDF KJFK, flight LH-400-FRA-JFK-20261124T1055",
    "D-ABYA, flight LH-400-FRA-JFK-20261124T1055",
  })
  void firstHit(String typed, String expected) {
    List<SearchHit> hits = SEARCH.hits(typed, 5);
    assertFalse(hits.isEmpty(), "nothing for " + typed);
    assertEquals(
        expected, hits.getFirst().kind() + " " + hits.getFirst().id(), () -> hits.toString());
  }

  @Test
  void theBeginningOfANumberShowsEachNumberOnce() {
    List<String> found = SEARCH.hits("lh4", 10).stream().map(SearchHit::id).toList();
    assertEquals(
        List.of(
            "LH-4-FRA-HAM-20261124T0700",
            "LH-400-FRA-JFK-20261124T1055",
            "LH-410-MUC-JFK-20261124T1530",
            "LH-401-JFK-FRA-20261123T1800"),
        found.subList(0, 4));
    assertTrue(found.get(4).startsWith("LH-4-FRA-HAM"), "then its other days: " + found);
  }

  @Test
  void aNumberShowsItsOtherDaysNearestFirst() {
    List<LocalDate> days =
        SEARCH.hits("LH400", 4).stream().map(h -> h.date().orElseThrow()).toList();
    assertEquals(LocalDate.of(2026, 11, 24), days.getFirst());
    assertEquals(
        List.of(LocalDate.of(2026, 11, 23), LocalDate.of(2026, 11, 25)),
        days.subList(1, 3).stream().sorted().toList());
  }

  @Test
  void theAnswerIsAsTheContractSays() throws Exception {
    JsonNode json = ask(Map.of("q", "fra", "limit", "3"), 200);
    assertEquals("fra", json.path("query").asText());
    assertTrue(json.path("hits").size() <= 3);
    JsonNode first = json.at("/hits/0");
    assertEquals("airport", first.path("kind").asText());
    assertEquals("FRA", first.path("code").asText());
    assertTrue(first.path("label").asText().contains("Frankfurt"));
    assertEquals(50.03, first.path("lat").asDouble(), 0.05);
    assertEquals(8.56, first.path("lon").asDouble(), 0.05);
    assertTrue(first.path("score").isNumber());

    JsonNode flight = ask(Map.of("q", "UA8842"), 200).at("/hits/0");
    assertEquals("2026-11-24", flight.path("date").asText());
    assertEquals("UA8842 (LH400) Frankfurt am Main – New York", flight.path("label").asText());
    assertEquals("2026-11-24 10:55, FRA–JFK, Flight Landed", flight.path("detail").asText());
    assertTrue(flight.path("lat").isMissingNode());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400",
    "'  ', 400",
    "'***', 400",
    "zzzzqqqqxxxx, 200",
    "'\"a:b* OR (', 200",
    "a, 200",
    "İ, 200"
  })
  void anythingMayBeTyped(String typed, int status) throws Exception {
    ask(Map.of("q", typed), status);
  }

  @Test
  void badParametersAreNamed() throws Exception {
    assertTrue(ask(Map.of(), 400).path("detail").asText().contains("q"));
    ask(Map.of("q", "fra", "limit", "0"), 400);
    ask(Map.of("q", "fra", "limit", "51"), 400);
    ask(Map.of("q", "x".repeat(81)), 400);
  }

  private static JsonNode ask(Map<String, String> query, int status) throws Exception {
    ApiAnswer answer =
        Router.of()
            .get("/v1/search", SEARCH::answer)
            .answer(new ApiRequest("GET", "/v1/search", Map.of(), query, Map.of(), "test"));
    assertEquals(status, answer.status(), () -> new String(answer.body()));
    return new ObjectMapper().readTree(answer.body());
  }
}
