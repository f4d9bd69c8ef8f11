package io.offblock.sandbox.api;

import io.offblock.sandbox.api.Places.Name;
import io.offblock.sandbox.world.World;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * {@code mds-references}: countries, cities, airports, airlines, aircraft; lists, single records,
 * the nearest airports.
 */
final class References {
  private static final int CAP = 100;
  private static final int NEAREST = 5;

  private final Places places;
  private final World world;
  private final Map<String, Kind> kinds = new TreeMap<>();

  /**
   * One resource.
   *
   * @param code of its errors: 2xxx when the caller asks for what is not, 3xxx when the backend
   *     fails
   * @param records by code, as a function of the wanted language (empty for all)
   */
  private record Kind(
      String singular,
      String root,
      String container,
      String item,
      int code,
      String example,
      List<String> related,
      List<String> codes,
      BiFunction<String, String, JsonObject> record) {}

  References(World world) {
    this.world = world;
    this.places = new Places(world);
    kind(
        "countries",
        "country",
        "CountryResource",
        "Countries",
        "Country",
        1,
        "DK",
        List.of(),
        places.countries(),
        places::country);
    kind(
        "cities",
        "city",
        "CityResource",
        "Cities",
        "City",
        11,
        "NYC",
        List.of(
            "/mds-references/airports/{airportCode}", "/mds-references/countries/{countryCode}"),
        places.cities(),
        places::city);
    kind(
        "airports",
        "airport",
        "AirportResource",
        "Airports",
        "Airport",
        21,
        "LAS",
        List.of("/mds-references/cities/{cityCode}", "/mds-references/countries/{countryCode}"),
        places.airports(),
        places::airport);
    kind(
        "aircraft",
        "aircraft",
        "AircraftResource",
        "AircraftSummaries",
        "AircraftSummary",
        31,
        "73H",
        List.of(),
        List.copyOf(world.types().keySet()),
        this::aircraft);
    kind(
        "airlines",
        "airline",
        "AirlineResource",
        "Airlines",
        "Airline",
        41,
        "LH",
        List.of(),
        world.airlines().keySet().stream().sorted().toList(),
        this::airline);
  }

  private void kind(
      String name,
      String singular,
      String root,
      String container,
      String item,
      int code,
      String example,
      List<String> related,
      List<String> codes,
      BiFunction<String, String, JsonObject> record) {
    var self = "/mds-references/" + name + "/{" + singular + "Code}";
    kinds.put(
        name,
        new Kind(
            singular,
            root,
            container,
            item,
            code,
            example,
            related.isEmpty() ? List.of(self) : related,
            codes,
            record));
  }

  /**
   * @param segments below {@code mds-references}
   */
  Answer answer(Call call, List<String> segments, int now, Faults faults) {
    var kind = kinds.get(segments.getFirst());
    if (kind == null) {
      return Answer.gateway(404, "Not Found");
    }
    String language = call.parameters().getOrDefault("lang", "").toUpperCase(Locale.ROOT);
    return switch (segments.size()) {
      case 1 -> list(kind, call, segments.getFirst(), language, faults);
      case 2 -> single(kind, call, segments, language, faults);
      case 3 -> {
        if (!segments.get(0).equals("airports") || !segments.get(1).equals("nearest")) {
          throw unknown(kind, segments.getFirst());
        }
        yield nearest(call, segments.get(2), language);
      }
      default -> throw unknown(kind, segments.getFirst());
    };
  }

  private Answer list(Kind kind, Call call, String name, String language, Faults faults) {
    List<String> codes = kind.codes();
    var given = call.parameters();
    String group = given.getOrDefault("group", "AllAirports");
    if (name.equals("airports")
        && ("1".equals(given.get("LHoperated")) || !group.equals("AllAirports"))) {
      Set<String> served = world.served();
      codes = codes.stream().filter(served::contains).toList();
    }
    var page = Page.of(call, CAP);
    var wanted = page.cut(codes);
    if (wanted.isEmpty()) {
      throw unknown(kind, name);
    }
    if (faults.brokenResource().equals(name)
        && faults.brokenIndex() >= page.offset()
        && faults.brokenIndex() < page.offset() + page.limit()) {
      throw broken(kind);
    }
    var items = wanted.stream().map(code -> kind.record().apply(code, language)).toList();
    var meta =
        new JsonObject()
            .put("@Version", "1.0.0")
            .put("Link", page.links(codes.size(), null, null, kind.related()))
            .put("TotalCount", codes.size());
    return Answer.data(resource(kind.root(), kind, Page.collapsed(items), meta));
  }

  private Answer single(
      Kind kind, Call call, List<String> segments, String language, Faults faults) {
    int index = kind.codes().indexOf(segments.get(1));
    if (index < 0) {
      throw unknown(kind, segments.getFirst());
    }
    if (faults.brokenResource().equals(segments.getFirst()) && faults.brokenIndex() == index) {
      throw broken(kind);
    }
    var item = kind.record().apply(segments.get(1), language);
    var links = new JsonArray().add(Page.of(call, CAP).self());
    if (item.containsKey("CityCode") && kind.singular().equals("airport")) {
      links.add(Page.related("/mds-references/cities/" + item.getString("CityCode")));
    }
    if (item.containsKey("CountryCode") && !kind.singular().equals("country")) {
      links.add(Page.related("/mds-references/countries/" + item.getString("CountryCode")));
    }
    if (kind.singular().equals("airport")) {
      links.add(
          Page.link(
              "http://travelguide.lufthansa.com/de/"
                  + (language.isEmpty() ? "en" : language.toLowerCase(Locale.ROOT))
                  + "/{cityCode}/"
                  + segments.get(1),
              "alternate"));
    }
    var meta = new JsonObject().put("@Version", "1.0.0").put("Link", links);
    return Answer.data(resource(kind.root(), kind, item, meta));
  }

  private Answer nearest(Call call, String place, String language) {
    String[] parts = place.split(",");
    double latitude;
    double longitude;
    try {
      latitude = Double.parseDouble(parts[0]);
      longitude = Double.parseDouble(parts[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new Problem.Thrown(
          400,
          Problem.invalid(
              "1050",
              "Invalid position. Example: /mds-references/airports/nearest/51.540,-0.016."));
    }
    var kind = kinds.get("airports");
    List<JsonObject> items = new ArrayList<>();
    world.airports().all().stream()
        .map(airport -> Map.entry(airport.kilometresTo(latitude, longitude), airport.iata()))
        .sorted(Map.Entry.comparingByKey())
        .limit(NEAREST)
        .forEach(
            entry ->
                items.add(
                    kind.record()
                        .apply(entry.getValue(), language)
                        .put(
                            "Distance",
                            new JsonObject()
                                .put("Value", Math.round(entry.getKey()))
                                .put("UOM", "KM"))));
    var links = new JsonArray().add(Page.of(call, CAP).self());
    kind.related().forEach(resource -> links.add(Page.related(resource)));
    var meta = new JsonObject().put("@Version", "1.0.0").put("Link", links);
    return Answer.data(resource("NearestAirportResource", kind, Page.collapsed(items), meta));
  }

  private static JsonObject resource(String root, Kind kind, Object items, JsonObject meta) {
    return new JsonObject()
        .put(
            root,
            new JsonObject()
                .put(kind.container(), new JsonObject().put(kind.item(), items))
                .put("Meta", meta));
  }

  private JsonObject airline(String code, String language) {
    var airline = world.airlines().get(code);
    var json = new JsonObject().put("AirlineID", code);
    if (!airline.icao().isEmpty()) {
      json.put("AirlineID_ICAO", airline.icao());
    }
    return json.put(
        "Names",
        Name.names(airline.name().isEmpty() ? List.of() : List.of(new Name("EN", airline.name()))));
  }

  private JsonObject aircraft(String code, String language) {
    var type = world.types().get(code);
    return new JsonObject()
        .put("AircraftCode", code)
        .put("Names", Name.names(List.of(new Name("EN", type.name()))))
        .put("AirlineEquipCode", type.icao());
  }

  private static Problem.Thrown unknown(Kind kind, String name) {
    return new Problem.Thrown(
        404,
        Problem.notFound(
            Integer.toString(2000 + kind.code()),
            "Invalid %s code (semantically incorrect). Example: /mds-references/%s/%s."
                .formatted(kind.singular(), name, kind.example())));
  }

  private static Problem.Thrown broken(Kind kind) {
    return new Problem.Thrown(
        500, Problem.backend(Integer.toString(3000 + kind.code()), kind.singular()));
  }
}
