package io.offblock.harvest.digest;

import io.offblock.answer.DayFlights;
import io.offblock.aws.LoggedObject;
import io.offblock.bts.OnTimeParser;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightReport;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.history.Holding;
import io.offblock.load.MissingPayload;
import io.offblock.load.PayloadSource;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the stores must hold, computed anew from the raw payloads and markers alone: the yardstick
 * of {@code verify}. Reads them all (reference data aside), merges the flights and digests them by
 * day.
 */
public final class RawDigest {
  private static final int PAGE = 1000;
  private static final int READERS = 8;

  /**
   * A board or route names its day in its path; its flights leave at most this many days before or
   * after.
   */
  private static final int DAYS_AROUND = 2;

  /** Of on-time files: a departure at 2400 of the day in the path is one of the day after. */
  private static final int DAYS_ON = 1;

  /** Boards, each of some fifty flights, whose flights memory holds at once. */
  private static final long AT_ONCE = 6000;

  private static final Pattern DAY = Pattern.compile("/(\\d{4}-\\d\\d-\\d\\d)");

  private final ObjectStore objects;
  private final PayloadSource payloads;
  private final PayloadParser parser;
  private final String bucket;
  private final long atOnce;

  /**
   * The digest, for each way in which stores hold flights ({@link io.offblock.history.Holding}).
   *
   * @param payloads read, markers included
   * @param days what a store of everything holds, in order
   * @param lines what a store holds that keeps history as lines by flight number
   * @param routes what a store holds that keeps history as lines by route
   * @param next day to go on with, where one answer cannot hold them all; null where all is told
   */
  public record Answer(
      long payloads, List<Day> days, List<Day> lines, List<Day> routes, String next) {}

  /** See {@link FlightDigest.Day}. */
  public record Day(String day, long count, String hash) {}

  public RawDigest(
      ObjectStore objects, PayloadSource payloads, PayloadParser parser, String bucket) {
    this(objects, payloads, parser, bucket, AT_ONCE);
  }

  RawDigest(
      ObjectStore objects,
      PayloadSource payloads,
      PayloadParser parser,
      String bucket,
      long atOnce) {
    this.atOnce = atOnce;
    this.objects = Objects.requireNonNull(objects);
    this.payloads = Objects.requireNonNull(payloads);
    this.parser = Objects.requireNonNull(parser);
    this.bucket = Objects.requireNonNull(bucket);
  }

  /**
   * Both days inclusive. As many of them as memory holds at once; the answer says where to go on.
   */
  public Answer run(LocalDate from, LocalDate to) {
    List<String> told = keys(from, to);
    LocalDate end = end(told, from, to);
    List<String> keys = told.stream().filter(key -> mayTell(key, from, end)).toList();
    ToldFlights flights = new ToldFlights();
    read(keys, from, end, flights);
    return new Answer(
        keys.size(),
        flights.digest(Holding.EVERYTHING),
        flights.digest(Holding.LINES),
        flights.digest(Holding.ROUTES),
        end.isBefore(to) ? end.plusDays(1).toString() : null);
  }

  /**
   * The flights of a day, and the lines in place of flights, as the raw payloads tell them.
   *
   * @param question which day, and which of them
   * @param holding of whom they are compared with
   */
  public Map<String, Object> tell(DayFlights question, Holding holding) {
    ToldFlights told = new ToldFlights();
    read(keys(question.day(), question.day()), question.day(), question.day(), told);
    return question.answer(
        each -> told.flights(holding).forEach(each),
        each -> told.lines(holding).map(ToldFlights.LineDay::line).forEach(each));
  }

  /** The last day that can be told at once: at least one day, however much it holds. */
  private LocalDate end(List<String> keys, LocalDate from, LocalDate to) {
    TreeMap<LocalDate, Long> weights = new TreeMap<>();
    for (String key : keys) {
      day(key)
          .ifPresent(
              d ->
                  weights.merge(
                      d.isBefore(from) ? from : d, d.isBefore(from) ? 1L : weight(key), Long::sum));
    }
    long sum = 0;
    for (Map.Entry<LocalDate, Long> day : weights.entrySet()) {
      sum += day.getValue();
      if (sum > atOnce && day.getKey().isAfter(from)) {
        LocalDate end = day.getKey().minusDays(1);
        return end.isBefore(to) ? end : to;
      }
    }
    return to;
  }

  /**
   * How many boards a payload counts for: a carrier's day holds up to some thousand flights. Of
   * those before the first day that is told few flights are kept, whatever they hold.
   */
  private static long weight(String key) {
    return key.startsWith("raw/" + OnTimeParser.PROVIDER + '/') ? 50 : 1;
  }

  private List<String> keys(LocalDate from, LocalDate to) {
    List<String> keys = new ArrayList<>();
    for (String place : List.of("raw/", "seen/")) {
      List<String> page = objects.list(place, "", PAGE);
      while (!page.isEmpty()) {
        page.stream().filter(key -> mayTell(key, from, to)).forEach(keys::add);
        page = page.size() < PAGE ? List.of() : objects.list(place, page.getLast(), PAGE);
      }
    }
    return keys;
  }

  private void read(List<String> keys, LocalDate from, LocalDate to, ToldFlights flights) {
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> reads = new ArrayList<>();
      for (String key : keys) {
        reads.add(
            readers.submit(() -> LoggedObject.during(key, () -> merge(key, from, to, flights))));
      }
      for (Future<?> read : reads) {
        read.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("a payload could not be digested", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while digesting", e);
    }
  }

  private void merge(String key, LocalDate from, LocalDate to, ToldFlights flights) {
    List<FlightReport> reports;
    try {
      reports = parser.parse(payloads.read(new StoredObject(bucket, key))).reports();
    } catch (PoisonPayload | MissingPayload e) {
      // The loaders set it aside for the same reason: no store holds anything of it.
      return;
    }
    for (FlightReport report : reports) {
      LocalDate day = report.id().day();
      if (!day.isBefore(from) && !day.isAfter(to)) {
        flights.add(report);
      }
    }
  }

  private static boolean mayTell(String key, LocalDate from, LocalDate to) {
    Optional<PayloadKey> payload = PayloadKey.parse(key);
    if (payload.isEmpty() || payload.get().path().startsWith("mds-references")) {
      return false;
    }
    boolean onTime = payload.get().provider().equals(OnTimeParser.PROVIDER);
    int before = onTime ? 0 : DAYS_AROUND;
    int after = onTime ? DAYS_ON : DAYS_AROUND;
    return day(key)
        .map(d -> !d.plusDays(after).isBefore(from) && !d.minusDays(before).isAfter(to))
        .orElse(true);
  }

  private static Optional<LocalDate> day(String key) {
    return PayloadKey.parse(key)
        .map(k -> DAY.matcher('/' + k.path()))
        .filter(Matcher::find)
        .map(m -> LocalDate.parse(m.group(1)));
  }
}
