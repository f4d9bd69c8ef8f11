package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.answer.Problem;
import io.offblock.flight.FlightNumber;
import io.offblock.forecast.DelayForecast;
import io.offblock.forecast.ForecastParser;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.registry.RegistryInMemory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is asked of a model that was trained on a small past. Of its flights, number 100 + 8 a + n
 * is leg n of aircraft a: 110 minutes after the leg before, five after the same leg of the aircraft
 * before.
 */
class WhatIfTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final ObjectsInMemory OBJECTS = new ObjectsInMemory();
  private static final WhatIf WHAT_IF = new WhatIf(OBJECTS, InstantSource.fixed(NOW));

  /** It leaves FRA eight hours from now; its aircraft comes from ZRH until 35 minutes before. */
  private static final FlightNumber IN_EIGHT_HOURS = number(12, 6);

  /** It leaves ten and a half hours from now. */
  private static final FlightNumber THIS_EVENING = number(20, 7);

  @BeforeAll
  static void train() {
    TrainingWindow window =
        new TrainingWindow(
            "w", TODAY.minusDays(12), TODAY.minusDays(1), List.of("sandbox"), "by test");
    OBJECTS.put(
        window.extract(), SmallPast.extract(window.from(), window.to(), NOW), "application/gzip");
    Retraining retraining =
        new Retraining(
            OBJECTS, new RegistryInMemory(), InstantSource.fixed(NOW), "test", line -> {});
    String run = retraining.train(window).run();
    retraining.register(window, run, retraining.compare(window, run));
  }

  @BeforeEach
  void live() {
    OBJECTS.put(
        LiveFlights.EXTRACT,
        SmallPast.extract(TODAY.minusDays(3), TODAY.plusDays(1), NOW),
        "application/gzip");
  }

  private static void tell(UnaryOperator<HistoricFlight> otherwise) {
    byte[] told =
        SmallPast.extract(
            LiveFlights.of(OBJECTS, LiveFlights.EXTRACT).known().stream().map(otherwise).toList());
    OBJECTS.put(LiveFlights.EXTRACT, told, "application/gzip");
  }

  private static FlightNumber number(int aircraft, int leg) {
    return new FlightNumber("LH", 100 + aircraft * 8 + leg, "");
  }

  private static boolean is(HistoricFlight f, FlightNumber number) {
    return f.number().equals(Integer.toString(number.number()))
        && f.id()
            .endsWith(TODAY.toString().replace("-", "") + f.id().substring(f.id().length() - 5));
  }

  private static Given inbound(int late) {
    return new Given(Optional.of(late), Optional.empty(), Optional.empty());
  }

  private static Given origin(int late) {
    return new Given(Optional.empty(), Optional.of(late), Optional.empty());
  }

  private static Given flownBy(String registration) {
    return new Given(Optional.of(60), Optional.empty(), Optional.of(registration));
  }

  private static Map<String, Object> ask(FlightNumber number, Given given) {
    return WHAT_IF.of(number, TODAY, given);
  }

  private static Problem refused(FlightNumber number, LocalDate date, Given given) {
    Problem problem = assertThrows(Problem.class, () -> WHAT_IF.of(number, date, given));
    assertTrue(problem.fix().length() > 10, problem::fix);
    return problem;
  }

  @SuppressWarnings("unchecked")
  private static double probability(Map<String, Object> answer, String which) {
    return (double) ((Map<String, Object>) answer.get(which)).get("probability");
  }

  /**
   * The world behind the question knows nothing after now: asked at a later moment, all that was
   * due by then counted as waiting, and an inbound on schedule foretold delay.
   */
  @ParameterizedTest
  @CsvSource({"12, 6", "13, 6", "16, 6", "20, 6", "0, 6", "3, 6", "6, 5", "12, 4", "15, 3"})
  void anInboundOnScheduleIsNoBadNewsAndALaterOneNoBetter(int aircraft, int leg) {
    FlightNumber number = number(aircraft, leg);
    Map<String, Object> onTime = ask(number, inbound(0));
    assertEquals(NOW.toString(), onTime.get("asOf"));
    double before = probability(onTime, "forecast");
    double without = probability(onTime, "without");
    assertTrue(Math.abs(before - without) < .03, onTime::toString);
    for (int late : new int[] {30, 60, 120}) {
      Map<String, Object> answer = ask(number, inbound(late));
      assertEquals(without, probability(answer, "without"));
      double probability = probability(answer, "forecast");
      assertTrue(probability >= before, () -> late + " minutes: " + answer);
      before = probability;
    }
    assertTrue(before > without + .2, "two hours late is news: " + before);
  }

  /** Registrations are painted on with a dash and told without. */
  @Test
  void aRegistrationIsTheSameWithItsDash() {
    Map<String, Object> dashed = ask(IN_EIGHT_HOURS, flownBy("D-AINA"));
    assertEquals(ask(IN_EIGHT_HOURS, flownBy("DAINA")), dashed);
    assertEquals("DAINA", ((Map<?, ?>) dashed.get("given")).get("registration"));
    assertNotEquals(dashed.get("without"), dashed.get("forecast"));
    tell(f -> f.registration().filter("DAINA"::equals).map(r -> f.flownBy("D-AINA")).orElse(f));
    assertEquals(dashed, ask(IN_EIGHT_HOURS, flownBy("DAINA")), "where a source keeps the dash");
    for (String other : List.of("D-ABYT", "DABYT", "DAIN")) {
      Problem unknown = refused(IN_EIGHT_HOURS, TODAY, flownBy(other));
      assertEquals(422, unknown.status());
      assertTrue(unknown.detail().contains(other.replace("-", "")), unknown::detail);
    }
  }

  @Test
  void aCancelledFlightIsNotForecast() {
    tell(f -> is(f, IN_EIGHT_HOURS) ? f.turnedOut(f.actualOff(), f.actualOn(), true, false) : f);
    Problem cancelled = refused(IN_EIGHT_HOURS, TODAY, origin(30));
    assertEquals(409, cancelled.status());
    assertTrue(cancelled.detail().endsWith("is cancelled"), cancelled::detail);
  }

  @Test
  void aFlightThatHasLeftIsNotForecast() {
    assertEquals(409, refused(number(0, 1), TODAY, origin(30)).status());
  }

  @Test
  void aFlightThatIsNotForecastYetSaysFromWhenItIs() {
    Problem early = refused(number(12, 6), TODAY.plusDays(1), origin(30));
    assertEquals(409, early.status());
    assertEquals(
        "Ask from 2026-11-24T18:00:00Z; its aircraft and its airport count from"
            + " 2026-11-25T07:00:00Z.",
        early.fix());
  }

  @Test
  void anIcaoDesignatorNamesTheSameFlight() {
    FlightNumber icao = new FlightNumber("DLH", IN_EIGHT_HOURS.number(), "");
    assertEquals(ask(IN_EIGHT_HOURS, inbound(60)), ask(icao, inbound(60)));
    assertEquals(404, refused(new FlightNumber("SWR", 202, ""), TODAY, origin(5)).status());
  }

  /** So long before it leaves the day's network has learnt nothing: it answered all the same. */
  @Test
  void moreThanTenHoursAheadBothAreWhatIsPublished() {
    List<DelayForecast> published = new ArrayList<>();
    OBJECTS.delete(PublishedForecasts.KEY);
    new Forecasting(
            OBJECTS,
            p -> published.addAll(new ForecastParser().parse(p).forecasts()),
            InstantSource.fixed(NOW),
            Forecasting.Worth.TELLING)
        .run(new Forecasting.Question(LiveFlights.EXTRACT));
    DelayForecast evening =
        published.stream()
            .filter(f -> f.flight().operating().equals(THIS_EVENING))
            .findFirst()
            .orElseThrow();
    assertEquals("D0", evening.horizon());
    for (Given given : List.of(inbound(120), origin(120), flownBy("D-AIMA"))) {
      Map<String, Object> answer = ask(THIS_EVENING, given);
      assertEquals(evening.probability(), probability(answer, "without"), answer::toString);
      assertEquals(answer.get("without"), answer.get("forecast"));
      assertEquals("2026-11-23T18:00:00Z", answer.get("asOf"));
      assertTrue(answer.get("note").toString().endsWith("counts from 2026-11-24T09:30:00Z."));
    }
  }

  @Test
  void anAirportThatRanOnScheduleChangesNothing() {
    Map<String, Object> answer = ask(number(12, 4), origin(0));
    assertEquals(answer.get("without"), answer.get("forecast"));
    Map<String, Object> late = ask(number(12, 4), origin(90));
    assertNotEquals(late.get("without"), late.get("forecast"));
  }

  /** Counted from the schedule, a flight that was late could arrive earlier than it did. */
  @ParameterizedTest
  @CsvSource({
    "09:10, 10:50, 09:40, 11:20",
    "09:10, , 09:40, ",
    ", 10:50, 09:40, ",
    "09:10, 10:50, 09:10, 10:50",
  })
  void whatLeftLaterArrivedAsMuchLaterThanItDid(
      String left, String arrived, String leaves, String arrives) {
    HistoricFlight known =
        LiveFlights.of(OBJECTS, LiveFlights.EXTRACT).known().stream()
            .filter(f -> is(f, IN_EIGHT_HOURS))
            .findFirst()
            .orElseThrow()
            .turnedOut(at(left), at(arrived), false, false);
    HistoricFlight later = WhatIf.leaving(known, at(leaves).orElseThrow());
    assertEquals(known.turnedOut(at(leaves), at(arrives), false, false), later);
  }

  private static Optional<Instant> at(String time) {
    return Optional.ofNullable(time).map(t -> Instant.parse("2026-11-24T%s:00Z".formatted(t)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "--", "A-", "D-AIXPD-AIXP", "d-aixp", "D AIXP"})
  void whatIsNoRegistrationIsRefused(String text) {
    String body = "{\"registration\": \"%s\"}".formatted(text);
    assertEquals(400, assertThrows(Problem.class, () -> Given.of(body)).status());
  }
}
