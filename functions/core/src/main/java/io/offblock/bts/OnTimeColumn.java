package io.offblock.bts;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The columns of the US Bureau of Transportation Statistics' on-time files that Offblock reads,
 * under all the names they have had: today's field selection (FL_DATE), the prezipped months
 * (FlightDate, Reporting_Airline) and the files of the ASA data expo of 2009 (UniqueCarrier, Year,
 * Month, DayofMonth). Upper and lower case, blanks and underscores make no difference.
 */
public enum OnTimeColumn {
  DATE(true, "FL_DATE", "FlightDate"),
  CARRIER(
      true,
      "OP_UNIQUE_CARRIER",
      "UNIQUE_CARRIER",
      "Reporting_Airline",
      "OP_CARRIER",
      "IATA_CODE_Reporting_Airline",
      "CARRIER"),
  REGISTRATION(false, "TAIL_NUM", "Tail_Number"),
  NUMBER(true, "OP_CARRIER_FL_NUM", "FL_NUM", "Flight_Number_Reporting_Airline", "FlightNum"),
  ORIGIN(true, "ORIGIN"),
  DESTINATION(true, "DEST"),
  SCHEDULED_DEPARTURE(true, "CRS_DEP_TIME", "CRSDepTime"),
  DEPARTURE(true, "DEP_TIME", "DepTime"),
  DEPARTURE_DELAY(false, "DEP_DELAY", "DepDelay"),
  SCHEDULED_ARRIVAL(true, "CRS_ARR_TIME", "CRSArrTime"),
  ARRIVAL(true, "ARR_TIME", "ArrTime"),
  ARRIVAL_DELAY(false, "ARR_DELAY", "ArrDelay"),
  CANCELLED(true, "CANCELLED"),
  DIVERTED(true, "DIVERTED"),
  SCHEDULED_ELAPSED(false, "CRS_ELAPSED_TIME", "CRSElapsedTime"),
  YEAR(false, "YEAR"),
  MONTH(false, "MONTH"),
  DAY(false, "DAY_OF_MONTH", "DayofMonth");

  private final boolean required;
  private final List<String> names;

  OnTimeColumn(boolean required, String... names) {
    this.required = required;
    this.names = List.of(names);
  }

  /**
   * Where each column stands in a file. Columns that Offblock does not read are passed over.
   *
   * @param header the file's own names
   * @throws IllegalArgumentException where a column is missing without which no flight can be told
   */
  public static Map<OnTimeColumn, Integer> places(List<String> header) {
    List<String> plain = header.stream().map(OnTimeColumn::plain).toList();
    Map<OnTimeColumn, Integer> places = new EnumMap<>(OnTimeColumn.class);
    for (OnTimeColumn column : values()) {
      for (String name : column.names) {
        int place = plain.indexOf(plain(name));
        if (place >= 0) {
          places.put(column, place);
          break;
        }
      }
    }
    boolean dated = places.keySet().containsAll(List.of(YEAR, MONTH, DAY));
    for (OnTimeColumn column : values()) {
      if (column.required && !places.containsKey(column) && !(column == DATE && dated)) {
        throw new IllegalArgumentException(
            "the column %s is missing".formatted(String.join(" or ", column.names)));
      }
    }
    return places;
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
  }
}
