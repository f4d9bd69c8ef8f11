package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.payload.ParsedPayload;
import io.offblock.reference.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReferenceRecordsTest {
  private static final String FRA =
      """
      {'AirportCode':'FRA','Position':{'Coordinate':{'Latitude':50.03,'Longitude':8.57}},
       'CityCode':'FRA','CountryCode':'DE','LocationType':'Airport',
       'Names':{'Name':{'@LanguageCode':'fr','$':'Francfort-sur-le-Main'}},'UtcOffset':'+01:00','TimeZoneId':'Europe/Berlin'%s}
      """;

  private static List<Reference> read(String hint, String json) {
    return Parse.quoted(hint, json).references();
  }

  private static SortedMap<String, String> names(String... pairs) {
    SortedMap<String, String> names = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return names;
  }

  @Test
  void oneAirportOrAListAreTheSame() {
    Reference expected =
        new Reference.Airport(
            "FRA",
            Optional.of("FRA"),
            Optional.of("DE"),
            Optional.of(50.03),
            Optional.of(8.57),
            Optional.of("Airport"),
            names("FR", "Francfort-sur-le-Main"),
            Optional.of("+01:00"),
            Optional.of("Europe/Berlin"));
    String resource = "{'AirportResource':{'Airports':{'Airport':%s},'Meta':{'TotalCount':1}}}";
    String one = FRA.formatted("");
    assertEquals(List.of(expected), read("airports", resource.formatted(one)));
    assertEquals(List.of(expected), read("airports", resource.formatted("[" + one + "]")));
  }

  @Test
  void nearestAirportsHaveAnotherRootAndADistance() {
    String near = FRA.formatted(",'Distance':{'Value':12,'UOM':'KM'}");
    String inner = "{'Airports':{'Airport':[" + near + "," + near + "]}}}";
    assertEquals(2, read("nearest", "{'NearestAirportResource':" + inner).size());
    assertEquals(2, read("nearest", "{'AirportResource':" + inner).size());
  }

  @Test
  void airportsWithoutZoneOrPosition() {
    Reference.Airport airport =
        (Reference.Airport)
            read(
                    "airports",
                    "{'AirportResource':{'Airports':{'Airport':{'AirportCode':'QKL',"
                        + "'LocationType':'Rail Station','Names':{},'Position':{}}}}}")
                .getFirst();
    assertEquals(Optional.empty(), airport.zone());
    assertEquals(Optional.empty(), airport.latitude());
    assertEquals(Map.of(), airport.names());
    assertEquals(Optional.of("Rail Station"), airport.locationType());
  }

  @Test
  void anAirportThatLiesNowhereIsRejected() {
    ParsedPayload parsed =
        Parse.quoted(
            "airports",
            "{'AirportResource':{'Airports':{'Airport':[%s,%s]}}}"
                .formatted(FRA.formatted("").replace("50.03", "500.3"), FRA.formatted("")));
    assertEquals(1, parsed.references().size());
    assertEquals("/AirportResource/Airports/Airport/0", parsed.rejected().getFirst().place());
  }

  @Test
  void citiesHaveOneSeveralOrNoAirports() {
    String city = "{'CityCode':'%s','CountryCode':'DE','Names':{'Name':[]}%s}";
    List<Reference> cities =
        read(
            "cities",
            "{'CityResource':{'Cities':{'City':[%s,%s,%s]}}}"
                .formatted(
                    city.formatted("BER", ",'Airports':{'AirportCode':['BER','QPP']}"),
                    city.formatted("FRA", ",'Airports':{'AirportCode':'FRA'}"),
                    city.formatted("XYZ", "")));
    assertEquals(
        List.of(List.of("BER", "QPP"), List.of("FRA"), List.of()),
        cities.stream().map(c -> ((Reference.City) c).airports()).toList());
  }

  @Test
  void namesComeAsListObjectTextOrEmpty() {
    String airline = "{'AirlineID':'%s','Names':%s}";
    List<Reference> airlines =
        read(
            "airlines",
            "{'AirlineResource':{'Airlines':{'Airline':[%s,%s,%s,%s,%s]}}}"
                .formatted(
                    airline.formatted("4Y", "{}"),
                    airline.formatted("LH", "{'Name':{'@LanguageCode':'EN','$':'Lufthansa'}}"),
                    airline.formatted(
                        "LX",
                        "{'Name':[{'@LanguageCode':'EN','$':'Swiss'},{'@LanguageCode':'DE','$':' '}]}"),
                    airline.formatted("OS", "{'Name':'Austrian'}"),
                    airline.formatted("5X", "{'Name':{'@LanguageCode':'EN','$':747}}")));
    assertEquals(
        List.of(
            names(),
            names("EN", "Lufthansa"),
            names("EN", "Swiss"),
            names("UND", "Austrian"),
            names("EN", "747")),
        airlines.stream().map(Reference::names).toList());
  }

  @Test
  void codesMayBeNumbersAndZeroesAreNoType() {
    List<Reference> aircraft =
        read(
            "aircraft",
            "{'AircraftResource':{'AircraftSummaries':{'AircraftSummary':["
                + "{'AircraftCode':100,'Names':{},'AirlineEquipCode':'F100'},"
                + "{'AircraftCode':'TRN','Names':{},'AirlineEquipCode':'0000'}]}}}");
    assertEquals(
        List.of(
            new Reference.Aircraft("100", Optional.of("F100"), names()),
            new Reference.Aircraft("TRN", Optional.empty(), names())),
        aircraft);
  }

  @Test
  void countries() {
    assertEquals(
        List.of(new Reference.Country("IE", names("EN", "Ireland"))),
        read(
            "countries",
            "{'CountryResource':{'Countries':{'Country':{'CountryCode':'IE',"
                + "'Names':{'Name':{'@LanguageCode':'EN','$':'Ireland'}}}}}}"));
  }
}
