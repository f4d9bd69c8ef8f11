package io.offblock.answer;

import io.offblock.flight.FlightDigest;
import io.offblock.load.FlightStore;
import io.offblock.payload.PayloadKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What every store answers of itself: what it holds, its digest, the flights behind a day of the
 * digest, whether it has a payload.
 */
public final class StoreAnswers {
  private final FlightStore store;
  private final StoreFacts facts;

  public StoreAnswers(FlightStore store, StoreFacts facts) {
    this.store = Objects.requireNonNull(store);
    this.facts = Objects.requireNonNull(facts);
  }

  /** The router with these operations too, under {@code /v1/stores/<name>}. */
  public Router on(Router router) {
    String base = "/v1/stores/" + store.name();
    return router
        .get(base, r -> count())
        .get(base + "/digest", this::digest)
        .get(base + "/digest/{day}", this::flights)
        .get(base + "/payloads/{payload}", this::payload);
  }

  private ApiAnswer count() {
    StoreCount count = facts.count();
    Fields fields =
        Fields.none()
            .with("store", store.name())
            .with("flights", count.flights())
            .with("payloads", count.payloads());
    count.airborne().ifPresent(n -> fields.with("airborne", n));
    fields.maybe(
        "freshness",
        count
            .freshness()
            .map(f -> Fields.none().with("p50_s", f.p50()).with("p95_s", f.p95()).map()));
    fields.maybe("newest", count.newest());
    return ApiAnswer.json(fields.map());
  }

  private ApiAnswer digest(ApiRequest request) {
    // Both must be said: a whole history takes longer to read than an answer may take.
    LocalDate from = request.day("from");
    LocalDate to = request.day("to");
    if (to.isBefore(from)) {
      throw Problem.badRequest(
          "the last day (to=%s) is before the first (from=%s)".formatted(to, from),
          "Swap from and to.");
    }
    FlightDigest digest = new FlightDigest();
    store.scan(from, to, digest::add);
    store.scanLines(
        from.getYear(),
        to.getYear(),
        line ->
            line.dates()
                .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                .forEach(day -> digest.add(line.line().toString(), day)));
    return ApiAnswer.json(
        Fields.none()
            .with("store", store.name())
            .with("holds", store.holding().toString())
            .with("days", digest.days())
            .map());
  }

  private ApiAnswer flights(ApiRequest request) {
    DayFlights question = DayFlights.of(request);
    return ApiAnswer.json(
        Fields.none()
            .with("store", store.name())
            .all(
                question.answer(
                    each -> store.scan(question.day(), question.day(), each),
                    each -> lines(question.day(), each)))
            .map());
  }

  private void lines(LocalDate day, Consumer<String> each) {
    store.scanLines(
        day.getYear(),
        day.getYear(),
        line -> {
          if (line.days().get(day.getDayOfYear())) {
            each.accept(line.line().toString());
          }
        });
  }

  private ApiAnswer payload(ApiRequest request) {
    PayloadKey key = request.payload("payload");
    Instant at =
        facts
            .loadedAt(key.id())
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "%s has not loaded %s".formatted(store.name(), key.id()),
                        "Ask again in a moment, or look for it under quarantine/%s/."
                            .formatted(store.name())));
    return ApiAnswer.json(Fields.none().with("loaded", true).with("at", at).map());
  }
}
