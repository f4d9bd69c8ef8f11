package io.offblock.harvest.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.offblock.Samples;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.harvest.digest.RawDigest.Digest;
import io.offblock.harvest.digest.RawDigest.Wish;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RawDigestTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final Wish ALL = new Wish(null, null);

  private MemoryObjects objects = new MemoryObjects();
  private MemoryVault vault = new MemoryVault(objects);

  /** What payloads say, by the digest of their bytes. */
  private final Map<String, Function<Payload, ParsedPayload>> meanings = new HashMap<>();

  @Test
  void withoutPayloadsThereIsNothing() {
    assertEquals(new Digest("raw", List.of(), 0, 0, null), of(ALL));
  }

  @Test
  void anAnswerGivenAgainIsNewerThanWhatCameBetween() {
    FlightId id = Samples.lh400();
    Payload full = says(1, p -> List.of(Samples.full(id, p)));
    Payload bare = says(2, p -> List.of(Samples.bare(id, p)));
    vault.put(full, 200);
    vault.put(bare, 200);
    assertEquals(days(Samples.full(id, full), Samples.bare(id, bare)), of(ALL).days());
    Payload again = Samples.seenAgain(full, bare.seenAt().plusSeconds(60));
    vault.putSeen(again);
    List<FlightDigest.Day> days = of(ALL).days();
    assertEquals(days(Samples.full(id, again), Samples.bare(id, bare)), days);
    assertNotEquals(days(Samples.full(id, full), Samples.bare(id, bare)), days);
    assertEquals(2, of(ALL).payloads());
  }

  @Test
  void theOrderOfObjectsDoesNotMatter() {
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(new Random(1), 60, 8, 40);
    story.forEach(e -> meanings.put(e.getKey().sha256(), p -> e.getValue()));
    FlightReport[] reports =
        story.stream().flatMap(e -> e.getValue().reports().stream()).toArray(FlightReport[]::new);
    for (int seed = 0; seed < 5; seed++) {
      objects = new MemoryObjects();
      vault = new MemoryVault(objects);
      Samples.shuffled(new Random(seed), story).forEach(e -> vault.put(e.getKey(), 200));
      assertEquals(days(reports), of(ALL).days());
    }
  }

  @Test
  void onlyTheDaysAskedForAreTold() {
    FlightId[] ids = {Samples.lh400(), on(DAY.minusDays(1)), on(DAY.plusDays(1))};
    vault.put(says(1, p -> List.of(ids).stream().map(i -> Samples.full(i, p)).toList()), 200);
    assertEquals(3, of(ALL).days().size());
    for (LocalDate day = DAY.minusDays(1); !day.isAfter(DAY.plusDays(1)); day = day.plusDays(1)) {
      LocalDate only = day;
      assertEquals(
          of(ALL).days().stream().filter(d -> d.day().equals(only)).toList(),
          of(new Wish(day, day)).days());
    }
    assertEquals(List.of(), of(new Wish(DAY.plusDays(5), null)).days());
  }

  @Test
  void aLongSpanIsToldInParts() {
    List<FlightReport> reports = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      LocalDate day = DAY.plusDays(i);
      Payload payload =
          Samples.payload(
              "/operations/flightstatus/departures/FRA/%sT08:00?limit=50".formatted(day),
              "flightstatus",
              Samples.MOMENT.plusSeconds(86_400L * i),
              "{\"day\":%d}".formatted(i));
      FlightReport report = Samples.full(on(day), payload);
      meanings.put(payload.sha256(), p -> Samples.flights(List.of(report)));
      reports.add(report);
      vault.put(payload, 200);
    }
    List<FlightDigest.Day> days = new ArrayList<>();
    Wish wish = ALL;
    while (wish != null) {
      Digest part = of(wish);
      days.addAll(part.days());
      wish = part.next() == null ? null : new Wish(part.next(), null);
    }
    assertEquals(days(reports.toArray(FlightReport[]::new)), days);
  }

  @Test
  void whatCannotBeReadIsPassedOverAndCounted() {
    FlightId id = Samples.lh400();
    Payload good = says(1, p -> List.of(Samples.full(id, p)));
    vault.put(good, 200);
    vault.put(Samples.payload(2), 200);
    touch(Samples.payload(3).key().objectKey());
    touch("raw/lufthansa/readme.txt");
    Digest digest = of(ALL);
    assertEquals(days(Samples.full(id, good)), digest.days());
    assertEquals(2, digest.unreadable());
    assertEquals(3, digest.payloads());
    assertNull(digest.next());
  }

  private Digest of(Wish wish) {
    return new RawDigest(objects, vault, this::parse, "memory").of(wish);
  }

  private ParsedPayload parse(Payload payload) {
    Function<Payload, ParsedPayload> meaning = meanings.get(payload.sha256());
    if (meaning == null) {
      throw new PoisonPayload("not-json", "nothing is known of it");
    }
    return meaning.apply(payload);
  }

  private Payload says(int n, Function<Payload, List<FlightReport>> reports) {
    Payload payload = Samples.payload(n);
    meanings.put(payload.sha256(), p -> Samples.flights(reports.apply(p)));
    return payload;
  }

  private void touch(String key) {
    objects.put(key, NewObject.json(new byte[0]), new Condition.Always());
  }

  private static FlightId on(LocalDate day) {
    LocalDateTime departure = day.atTime(Samples.lh400().scheduledDeparture().toLocalTime());
    return new FlightId(Samples.lh400().operating(), "FRA", "JFK", departure);
  }

  private static List<FlightDigest.Day> days(FlightReport... reports) {
    Map<FlightId, Flight> flights = Samples.merged(List.of(reports));
    FlightDigest digest = new FlightDigest();
    flights.values().forEach(digest::add);
    return digest.days();
  }
}
