package io.offblock.sandbox.api;

import static io.offblock.sandbox.api.Playground.links;
import static io.offblock.sandbox.api.Playground.members;
import static io.offblock.sandbox.api.Playground.meta;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private final Playground sandbox = Playground.open();

  private static List<JsonObject> airports(JsonObject answer) {
    var root = answer.getJsonObject(answer.fieldNames().iterator().next());
    return members(root.getJsonObject("Airports").getValue("Airport"));
  }

  @Test
  @DisplayName(
      "all pages together hold every airport once, in the order of their codes; some have no zone, some no rails")
  void crawl() {
    List<JsonObject> all = new ArrayList<>();
    String next = "/mds-references/airports?lang=EN&limit=100&offset=0";
    while (next != null) {
      var answer = sandbox.json(next);
      all.addAll(airports(answer));
      String href = links(answer).get("next");
      next = href == null ? null : href.replace("https://api.lufthansa.com/v1", "");
    }
    var codes = all.stream().map(airport -> airport.getString("AirportCode")).toList();
    assertEquals(new ArrayList<>(new TreeSet<>(codes)), codes);
    assertTrue(codes.size() > 7000, codes.size() + " places");
    long zoneless = all.stream().filter(airport -> !airport.containsKey("TimeZoneId")).count();
    assertTrue(
        zoneless > 0.02 * codes.size() && zoneless < 0.06 * codes.size(),
        zoneless + " without a zone");
    var kinds =
        new TreeSet<>(all.stream().map(airport -> airport.getString("LocationType")).toList());
    assertEquals("[Airport, Bus Station, Harbour, Off-Line Point, Rail Station]", kinds.toString());
  }

  @Test
  @DisplayName(
      "with a language one name, without all of them, English where it is missing, {} where there is none")
  void names() {
    assertEquals(
        "Francfort",
        name("/mds-references/airports/FRA?lang=FR", "AirportResource", "Airports", "Airport"));
    var all = sandbox.json("/mds-references/airports/FRA");
    assertTrue(
        airports(all).getFirst().getJsonObject("Names").getValue("Name") instanceof JsonArray);
    var countries =
        members(
            sandbox
                .json("/mds-references/countries?lang=FR&limit=100")
                .getJsonObject("CountryResource")
                .getJsonObject("Countries")
                .getValue("Country"));
    var languages = new TreeSet<String>();
    countries.forEach(
        country ->
            languages.add(
                country.getJsonObject("Names").getJsonObject("Name").getString("@LanguageCode")));
    assertEquals("[EN, FR]", languages.toString());
    var nameless = sandbox.json("/mds-references/airlines/4Y");
    assertEquals(
        "{}",
        nameless
            .getJsonObject("AirlineResource")
            .getJsonObject("Airlines")
            .getJsonObject("Airline")
            .getJsonObject("Names")
            .encode());
  }

  private String name(String resource, String root, String container, String item) {
    return sandbox
        .json(resource)
        .getJsonObject(root)
        .getJsonObject(container)
        .getJsonObject(item)
        .getJsonObject("Names")
        .getJsonObject("Name")
        .getString("$");
  }

  @Test
  @DisplayName(
      "links as captured: default order, no first on page one, last at floor(total/limit), single without a count")
  void linksAsCaptured() {
    var first = sandbox.json("/mds-references/airports");
    int total = meta(first).getInteger("TotalCount");
    String base = "https://api.lufthansa.com/v1/mds-references/airports";
    assertEquals(base, links(first).get("self"));
    assertEquals(base + "?offset=20&limit=20", links(first).get("next"));
    assertEquals(base + "?offset=" + total / 20 * 20 + "&limit=20", links(first).get("last"));
    assertFalse(links(first).containsKey("first") || links(first).containsKey("previous"));
    var second = sandbox.json("/mds-references/airports/?limit=100&offset=1");
    assertEquals(base + "/?limit=100&offset=0", links(second).get("previous"));
    assertEquals(base + "/?limit=100&offset=101", links(second).get("next"));
    var single = sandbox.json("/mds-references/airports/FRA?lang=FR");
    assertFalse(meta(single).containsKey("TotalCount"));
    assertEquals(
        "http://travelguide.lufthansa.com/de/fr/{cityCode}/FRA", links(single).get("alternate"));
  }

  @Test
  @DisplayName(
      "LHoperated means the airports that are flown to; nearest gives five with their distance")
  void selections() {
    int served =
        meta(sandbox.json("/mds-references/airports?LHoperated=1")).getInteger("TotalCount");
    assertTrue(served > 400 && served < 1500, served + " airports");
    assertEquals(
        served,
        meta(sandbox.json("/mds-references/airports?group=LHOperated")).getInteger("TotalCount"));
    var nearest = airports(sandbox.json("/mds-references/airports/nearest/50.033,8.57?lang=EN"));
    assertEquals(5, nearest.size());
    assertEquals("FRA", nearest.getFirst().getString("AirportCode"));
    assertEquals("KM", nearest.getFirst().getJsonObject("Distance").getString("UOM"));
    var distances =
        nearest.stream()
            .map(airport -> airport.getJsonObject("Distance").getInteger("Value"))
            .toList();
    assertEquals(distances.stream().sorted().toList(), distances);
  }

  @Test
  @DisplayName("cities name their airports, one as text, several as a list")
  void cities() {
    var london =
        sandbox
            .json("/mds-references/cities/LON?lang=EN")
            .getJsonObject("CityResource")
            .getJsonObject("Cities")
            .getJsonObject("City");
    assertTrue(london.getJsonObject("Airports").getJsonArray("AirportCode").contains("LHR"));
    var frankfurt =
        sandbox
            .json("/mds-references/cities/TRN")
            .getJsonObject("CityResource")
            .getJsonObject("Cities")
            .getJsonObject("City");
    assertEquals("TRN", frankfurt.getJsonObject("Airports").getString("AirportCode"));
  }

  @Test
  @DisplayName(
      "a broken record poisons every page that holds it and no other; unknown codes have the family's number")
  void broken() {
    var faults =
        Faults.of(new JsonObject("{\"broken_record\":{\"resource\":\"airports\",\"index\":150}}"));
    var poisoned = sandbox.get("/mds-references/airports?limit=100&offset=100", faults, Map.of());
    assertEquals(500, poisoned.status());
    assertTrue(poisoned.body().contains("\"Code\":\"3021\""), poisoned.body());
    assertEquals(
        200,
        sandbox.get("/mds-references/airports?limit=50&offset=100", faults, Map.of()).status());
    assertEquals(
        500, sandbox.get("/mds-references/airports?limit=1&offset=150", faults, Map.of()).status());
    assertEquals(
        200, sandbox.get("/mds-references/airports?limit=1&offset=151", faults, Map.of()).status());
    assertTrue(sandbox.get("/mds-references/airports/XXX").body().contains("\"Code\":\"2021\""));
    assertTrue(sandbox.get("/mds-references/cities/XXX").body().contains("\"Code\":\"2011\""));
    assertTrue(sandbox.get("/mds-references/countries/ZZ").body().contains("\"Code\":\"2001\""));
  }
}
