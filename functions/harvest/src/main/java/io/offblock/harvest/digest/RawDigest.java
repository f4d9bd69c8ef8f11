package io.offblock.harvest.digest;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.load.MissingPayload;
import io.offblock.load.PayloadSource;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every store must hold, computed from the raw payloads alone. A few days at a time, so that the flights in memory are few;
 * payloads whose request cannot concern those days are not read, nor is any answer that was given again later: a later sight of
 * the same bytes outweighs it in every fact.
 */
public final class RawDigest {
  private static final int DAYS_AT_ONCE = 7;
  private static final int AT_ONCE = 8;
  private static final int PAGE = 1000;

  /** A board may show a flight from the day before its window (it lands the next day), or days late. */
  private static final int DAYS_BEFORE = 1;

  private static final int DAYS_AFTER = 3;
  private static final Pattern DATE = Pattern.compile(".*/(\\d{4}-\\d\\d-\\d\\d)(?:T\\d{4})?");

  private final ObjectStore objects;
  private final PayloadSource payloads;
  private final PayloadParser parser;
  private final String bucket;

  /** Days asked for, both inclusive; null for all that there are. */
  public record Wish(LocalDate from, LocalDate to) {}

  /**
   * The digest.
   *
   * @param days up to {@code next}, exclusive
   * @param payloads read
   * @param unreadable payloads that every store quarantines
   * @param next the day to ask on from; null where all is told
   */
  public record Digest(
      String store, List<FlightDigest.Day> days, int payloads, int unreadable, LocalDate next) {}

  public RawDigest(
      ObjectStore objects, PayloadSource payloads, PayloadParser parser, String bucket) {
    this.objects = objects;
    this.payloads = payloads;
    this.parser = parser;
    this.bucket = bucket;
  }

  /** The digest of the days asked for, or of their beginning. */
  public Digest of(Wish wish) {
    Map<String, PayloadKey> latest = new HashMap<>();
    Map<String, String> objectKeys = new HashMap<>();
    collect("raw/", latest, objectKeys);
    collect("seen/", latest, objectKeys);
    Optional<LocalDate> first = latest.values().stream().flatMap(k -> date(k).stream()).min(LocalDate::compareTo);
    Optional<LocalDate> last = latest.values().stream().flatMap(k -> date(k).stream()).max(LocalDate::compareTo);
    if (first.isEmpty()) {
      return new Digest("raw", List.of(), 0, 0, null);
    }
    LocalDate earliest = first.get().minusDays(DAYS_AFTER);
    LocalDate from = wish.from() == null || wish.from().isBefore(earliest) ? earliest : wish.from();
    LocalDate latestDay = last.get().plusDays(DAYS_BEFORE);
    LocalDate to = wish.to() == null || wish.to().isAfter(latestDay) ? latestDay : wish.to();
    LocalDate end = from.plusDays(DAYS_AT_ONCE - 1L);
    LocalDate until = end.isBefore(to) ? end : to;
    List<String> keys = new ArrayList<>();
    latest.forEach(
        (name, key) -> {
          if (concerns(key, from, until)) {
            keys.add(objectKeys.get(name));
          }
        });
    return digest(keys, from, until, until.isBefore(to) ? until.plusDays(1) : null);
  }

  private Digest digest(List<String> keys, LocalDate from, LocalDate until, LocalDate next) {
    Map<FlightId, Flight> flights = new ConcurrentHashMap<>();
    AtomicInteger unreadable = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<CompletableFuture<Void>> reading =
          keys.stream()
              .map(key -> CompletableFuture.runAsync(() -> read(key, from, until, flights, unreadable), threads))
              .toList();
      reading.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    FlightDigest digest = new FlightDigest();
    flights.values().forEach(digest::add);
    return new Digest("raw", digest.days(), keys.size(), unreadable.get(), next);
  }

  private void read(
      String key, LocalDate from, LocalDate until, Map<FlightId, Flight> flights, AtomicInteger unreadable) {
    try {
      for (FlightReport report : parser.parse(payloads.read(new StoredObject(bucket, key))).reports()) {
        LocalDate day = report.id().day();
        if (!day.isBefore(from) && !day.isAfter(until)) {
          flights.merge(report.id(), Flight.of(report), Flight::merge);
        }
      }
    } catch (PoisonPayload | MissingPayload e) {
      unreadable.incrementAndGet();
    }
  }

  /** Keeps of each answer, told by path and digest, the latest sight. */
  private void collect(String prefix, Map<String, PayloadKey> latest, Map<String, String> objectKeys) {
    String after = "";
    while (true) {
      List<String> page = objects.list(prefix, after, PAGE);
      for (String text : page) {
        PayloadKey.parse(text)
            .filter(k -> date(k).isPresent())
            .ifPresent(
                k -> {
                  String name = k.provider() + '/' + k.path() + '/' + k.digest();
                  PayloadKey before = latest.get(name);
                  if (before == null || k.fetchedAt().isAfter(before.fetchedAt())) {
                    latest.put(name, k);
                    objectKeys.put(name, text);
                  }
                });
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast();
    }
  }

  private static boolean concerns(PayloadKey key, LocalDate from, LocalDate until) {
    LocalDate day = date(key).orElseThrow();
    return !day.isBefore(from.minusDays(DAYS_BEFORE)) && !day.isAfter(until.plusDays(DAYS_AFTER));
  }

  private static Optional<LocalDate> date(PayloadKey key) {
    Matcher m = DATE.matcher(key.path());
    try {
      return m.matches() ? Optional.of(LocalDate.parse(m.group(1))) : Optional.empty();
    } catch (java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
