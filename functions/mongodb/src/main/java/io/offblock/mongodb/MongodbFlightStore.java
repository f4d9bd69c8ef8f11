package io.offblock.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import io.offblock.load.Newcomers;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Flights in MongoDB: one document each, {@code facts} as the core names them beside {@code
 * states}, every distinct statement as the provider sent it. Facts are written over the revision
 * they were merged with; statements are a set that only grows, so order and repeats leave no trace.
 * The moments at which they were made are the payloads' and lie in the ledger: a flight is asked
 * for hundreds of times, and a document that grew with each would be rewritten whole each time.
 *
 * <p>A payload is not one transaction: its place in the ledger is written last, and a load that
 * died halfway is made whole by the next delivery.
 */
final class MongodbFlightStore implements FlightStore {
  static final String NAME = "mongodb";
  private static final int DUPLICATE_KEY = 11000;
  private static final int ROUNDS = 20;

  private final MongodbConnection connection;
  private final Newcomers newcomers = new Newcomers();

  MongodbFlightStore(MongodbConnection connection) {
    this.connection = connection;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void apply(Payload payload, ParsedPayload parsed) {
    SortedMap<String, List<FlightReport>> said = new TreeMap<>();
    for (FlightReport report : parsed.reports()) {
      said.computeIfAbsent(report.id().toString(), id -> new ArrayList<>()).add(report);
    }
    connection.ask(
        "loading " + payload.key().id(),
        database -> {
          writeFlights(flights(database), payload, said);
          new References(database).write(payload, parsed.references());
          new ToldForecasts(database).write(parsed.forecasts());
          return database
              .getCollection("payloads")
              .updateOne(
                  Filters.eq("_id", payload.key().id()),
                  ledgerEntry(payload, parsed.reports()),
                  new UpdateOptions().upsert(true));
        });
  }

  /** When the payload was given, and which statements it made: of the same bytes the same ones. */
  static Bson ledgerEntry(Payload payload, List<FlightReport> reports) {
    Date at = Date.from(payload.seenAt());
    return Updates.combine(
        Updates.setOnInsert("loadedAt", new Date()),
        Updates.setOnInsert("sha256", payload.sha256()),
        Updates.setOnInsert("request", payload.request()),
        Updates.max("seenAt", at),
        Updates.addToSet("seen", at),
        Updates.addEachToSet("states", Timeline.statements(reports)));
  }

  /**
   * A flight that was not there is inserted, another is written over the revision that was read: a
   * document that was written meanwhile answers with a duplicate key, and only those are read and
   * written again. So reading first is no must, and where flights are likely to be new it is left
   * out.
   */
  private void writeFlights(
      MongoCollection<Document> flights,
      Payload payload,
      SortedMap<String, List<FlightReport>> said) {
    Set<String> left = new TreeSet<>(said.keySet());
    for (int round = 1; !left.isEmpty(); round++) {
      if (round > ROUNDS) {
        throw new StoreUnavailable(
            NAME,
            "writing flights that others keep writing",
            new IllegalStateException(left.toString()));
      }
      boolean unread = round == 1 && newcomers.expected(NAME);
      SortedMap<String, FlightDocument> known =
          unread ? Collections.emptySortedMap() : documents(flights, left);
      int asked = left.size();
      List<WriteModel<Document>> writes = new ArrayList<>();
      List<String> written = new ArrayList<>();
      for (String id : left) {
        writes.add(write(id, known.get(id), payload, said.get(id)));
        written.add(id);
      }
      left = conflicts(flights, writes, written);
      if (round == 1) {
        newcomers.were(NAME, asked - (unread ? left.size() : known.size()), asked);
      }
    }
  }

  private static WriteModel<Document> write(
      String id, FlightDocument known, Payload payload, List<FlightReport> reports) {
    Flight said = reports.stream().map(Flight::of).reduce(Flight::merge).orElseThrow();
    if (known == null) {
      Document flight = new Document("_id", id).append("states", Timeline.states(payload, reports));
      flight.putAll(FlightDocument.fields(said, 1));
      return new InsertOneModel<>(flight);
    }
    Flight merged = known.flight().merge(said);
    List<Bson> updates = new ArrayList<>(Timeline.updates(payload, reports));
    Document filter = new Document("_id", id);
    // Without a change of facts the statements are added whatever the revision is.
    if (!merged.equals(known.flight())) {
      updates.addAll(FlightDocument.updates(merged, known.revision() + 1));
      filter.append("revision", known.revision());
    }
    return new UpdateOneModel<>(filter, Updates.combine(updates), new UpdateOptions().upsert(true));
  }

  private static Set<String> conflicts(
      MongoCollection<Document> flights, List<WriteModel<Document>> writes, List<String> ids) {
    try {
      flights.bulkWrite(writes, new BulkWriteOptions().ordered(false));
      return Set.of();
    } catch (MongoBulkWriteException e) {
      Set<String> conflicts = new TreeSet<>();
      for (BulkWriteError error : e.getWriteErrors()) {
        if (error.getCode() != DUPLICATE_KEY) {
          throw e;
        }
        conflicts.add(ids.get(error.getIndex()));
      }
      if (conflicts.isEmpty()) {
        throw e;
      }
      return conflicts;
    }
  }

  private static MongoCollection<Document> flights(MongoDatabase database) {
    return database.getCollection("flights");
  }

  private static SortedMap<String, FlightDocument> documents(
      MongoCollection<Document> flights, Collection<String> ids) {
    SortedMap<String, FlightDocument> found = new TreeMap<>();
    for (Document document : withoutStates(flights, Filters.in("_id", ids))) {
      found.put(document.getString("_id"), FlightDocument.read(document));
    }
    return found;
  }

  private static FindIterable<Document> withoutStates(
      MongoCollection<Document> flights, Bson filter) {
    return flights.find(filter).projection(Projections.include("facts", "revision"));
  }

  @Override
  public Map<FlightId, Flight> find(Collection<FlightId> ids) {
    Set<String> texts = new HashSet<>();
    ids.forEach(id -> texts.add(id.toString()));
    Map<FlightId, Flight> found = new TreeMap<>();
    connection
        .ask("finding flights", database -> documents(flights(database), texts))
        .forEach((id, document) -> found.put(document.flight().id(), document.flight()));
    return found;
  }

  @Override
  public void scan(LocalDate from, LocalDate to, Consumer<Flight> each) {
    List<String> days =
        connection.ask(
            "listing days",
            database -> flights(database).distinct("day", String.class).into(new ArrayList<>()));
    // Day after day: a server may hold a whole answer in memory.
    days.stream()
        .filter(day -> day.compareTo(from.toString()) >= 0 && day.compareTo(to.toString()) <= 0)
        .sorted()
        .forEach(
            day ->
                connection
                    .ask(
                        "reading the flights of " + day,
                        database -> {
                          List<Flight> told = new ArrayList<>();
                          withoutStates(flights(database), Filters.eq("day", day))
                              .forEach(d -> told.add(FlightDocument.read(d).flight()));
                          return told;
                        })
                    .forEach(each));
  }
}
