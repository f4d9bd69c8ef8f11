package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightNumber;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.Query;

/**
 * What flights somebody may mean who typed this: {@code LH400}, {@code dlh 0400}, {@code lh4},
 * {@code 400}, {@code FRA-JFK}, {@code D-AIZH}, {@code LH}; each with or without a day behind it,
 * {@code LH400 2026-11-24}.
 *
 * @param score what a fit is worth
 * @param filters what a flight must fulfil
 * @param oneEach of each flight number only the likeliest flight, as many numbers fit
 * @param designator what was typed as a flight number, or its beginning; empty where it was
 *     something else; a flight may fit by its registration all the same
 */
record FlightQuestion(float score, List<Query> filters, boolean oneEach, String designator) {
  private static final Pattern DAY =
      Pattern.compile(
          "(.*\\S)\\s+(?:(\\d{4})-(\\d{2})-(\\d{2})|(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}))");
  private static final Pattern CALLED = Pattern.compile("^(?:FLIGHT|FLUG|VOL|VOLO|VUELO)\\s+(?=.)");
  private static final Pattern NUMBER =
      Pattern.compile("([A-Z]{3}|(?![0-9]{2})[A-Z0-9]{2})[ -]?0*([0-9]{1,5})([A-Z]?)");
  private static final Pattern DIGITS = Pattern.compile("0*([0-9]{1,5})");
  private static final Pattern ROUTE =
      Pattern.compile("([A-Z]{3}|[A-Z]{4})\\s*(?:\\s|-|–|>|→|/|TO)\\s*([A-Z]{3}|[A-Z]{4})");
  private static final Pattern REGISTRATION = Pattern.compile("[A-Z0-9]{1,2}-?[A-Z0-9]{3,5}");
  private static final Pattern CARRIER = Pattern.compile("(?![0-9]{2})[A-Z0-9]{2}");

  FlightQuestion {
    filters = List.copyOf(filters);
    Objects.requireNonNull(designator);
  }

  /** All that it may mean; none where no flight is named like this. */
  static List<FlightQuestion> of(String typed, Airports airports, Popularity carriers) {
    String upper = CALLED.matcher(one(typed)).replaceFirst("");
    Matcher dated = DAY.matcher(upper);
    boolean onDay = dated.matches();
    String text = onDay ? dated.group(1) : upper;
    List<FlightQuestion> questions = new ArrayList<>();

    Optional<Query> registration =
        REGISTRATION.matcher(text).matches()
            ? Optional.of(FlightSearch.term("registration", text.replace("-", "")))
            : Optional.empty();
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      String carrier = carriers.airlineIata(number.group(1)).orElse(number.group(1));
      String designator = carrier + number.group(2) + number.group(3);
      Query exactly = FlightSearch.term("designators", designator);
      questions.add(
          new FlightQuestion(
              Score.NUMBER,
              List.of(registration.map(r -> either(exactly, r)).orElse(exactly)),
              false,
              designator));
      questions.add(
          new FlightQuestion(
              Score.NUMBER_BEGINNING,
              List.of(
                  Query.of(q -> q.prefix(p -> p.field("designators").value(designator))),
                  not(exactly)),
              true,
              designator));
    } else {
      registration.ifPresent(
          r -> questions.add(new FlightQuestion(Score.NUMBER, List.of(r), false, "")));
    }
    Matcher digits = DIGITS.matcher(text);
    if (digits.matches()) {
      long value = Long.parseLong(digits.group(1));
      questions.add(
          new FlightQuestion(
              Score.ROUTE,
              List.of(Query.of(q -> q.term(t -> t.field("number").value(FieldValue.of(value))))),
              true,
              ""));
    }
    Matcher route = ROUTE.matcher(text);
    if (route.matches()) {
      airports
          .find(route.group(1))
          .flatMap(
              from ->
                  airports
                      .find(route.group(2))
                      .map(
                          to ->
                              new FlightQuestion(
                                  Score.ROUTE,
                                  List.of(
                                      FlightSearch.term("origin", from.iata()),
                                      FlightSearch.term("destination", to.iata())),
                                  false,
                                  "")))
          .ifPresent(questions::add);
    }
    if (CARRIER.matcher(text).matches()) {
      questions.add(
          new FlightQuestion(
              Score.OF_CARRIER, List.of(FlightSearch.term("carrier", text)), true, ""));
    }
    return onDay ? questions.stream().flatMap(q -> q.on(day(dated)).stream()).toList() : questions;
  }

  /**
   * The number that was typed where the flight bears it or begins with it, else the operating
   * carrier's.
   */
  String named(Flight flight) {
    String operating = flight.id().operating().toString();
    if (designator.isEmpty() || operating.startsWith(designator)) {
      return operating;
    }
    return flight.codeshares().stream()
        .flatMap(c -> c.value().numbers().stream())
        .map(FlightNumber::toString)
        .filter(n -> n.startsWith(designator))
        .findFirst()
        .orElse(operating);
  }

  /** In capitals, with one blank where several were typed. */
  private static String one(String typed) {
    return typed.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }

  private static String day(Matcher dated) {
    return dated.group(2) != null
        ? "%s-%s-%s".formatted(dated.group(2), dated.group(3), dated.group(4))
        : "%s-%02d-%02d"
            .formatted(
                dated.group(7), Integer.parseInt(dated.group(6)), Integer.parseInt(dated.group(5)));
  }

  private Optional<FlightQuestion> on(String day) {
    try {
      LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
    List<Query> more = new ArrayList<>(filters);
    more.add(FlightSearch.term("day", day));
    return Optional.of(new FlightQuestion(score, more, oneEach, designator));
  }

  /** In one question, as each has a price of its own: LH400 might be a registration too. */
  private static Query either(Query one, Query other) {
    return Query.of(q -> q.bool(b -> b.should(one, other)));
  }

  private static Query not(Query query) {
    return Query.of(q -> q.bool(b -> b.mustNot(query)));
  }
}
