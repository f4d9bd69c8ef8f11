package io.offblock.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts that change rarely, from {@code mds-references}. Within a kind the code identifies; the
 * newest version of an item replaces the older one whole. Names are by upper-case language code as
 * the provider tags them; the map may be empty.
 */
public sealed interface Reference {
  /** {@code countries}, {@code cities}, {@code airports}, {@code airlines} or {@code aircraft}. */
  String kind();

  String code();

  SortedMap<String, String> names();

  record Country(String code, SortedMap<String, String> names) implements Reference {
    public Country {
      names = copy(names);
    }

    @Override
    public String kind() {
      return "countries";
    }
  }

  /**
   * @param airports IATA codes; 69 real cities have none
   */
  record City(
      String code,
      Optional<String> country,
      SortedMap<String, String> names,
      Optional<String> utcOffset,
      Optional<String> zone,
      List<String> airports)
      implements Reference {
    public City {
      names = copy(names);
      airports = List.copyOf(airports);
    }

    @Override
    public String kind() {
      return "cities";
    }
  }

  /**
   * @param utcOffset standard time only, ignores DST: never used for arithmetic
   * @param zone IANA name, missing for about 4 %
   * @param locationType Airport, Rail Station, Bus Station, Harbour, Off-Line Point, Miscellaneous
   */
  record Airport(
      String code,
      Optional<String> city,
      Optional<String> country,
      Optional<Double> latitude,
      Optional<Double> longitude,
      Optional<String> locationType,
      SortedMap<String, String> names,
      Optional<String> utcOffset,
      Optional<String> zone)
      implements Reference {
    public Airport {
      names = copy(names);
    }

    @Override
    public String kind() {
      return "airports";
    }
  }

  /**
   * @param icao missing for about 11 %, Lufthansa itself among them
   */
  record Airline(String code, Optional<String> icao, SortedMap<String, String> names)
      implements Reference {
    public Airline {
      names = copy(names);
    }

    @Override
    public String kind() {
      return "airlines";
    }
  }

  /**
   * @param icao the ICAO type designator; {@code 0000} (trains) counts as none
   */
  record Aircraft(String code, Optional<String> icao, SortedMap<String, String> names)
      implements Reference {
    public Aircraft {
      names = copy(names);
    }

    @Override
    public String kind() {
      return "aircraft";
    }
  }

  private static SortedMap<String, String> copy(Map<String, String> names) {
    return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(names));
  }
}
