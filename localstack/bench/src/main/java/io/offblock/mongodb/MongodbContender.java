package io.offblock.mongodb;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.offblock.bench.Contender;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** MongoDB at best: unordered bulk writes of 1,000 upserts. */
public final class MongodbContender implements Contender {
  private static final int AT_ONCE = 1000;

  private final MongoDatabase database;

  public MongodbContender(String uri) {
    database = Mongodb.database(uri);
  }

  @Override
  public FlightStore open() {
    MongodbSchema.apply(MongodbConnection.to(database));
    return new MongodbFlightStore(MongodbConnection.to(database));
  }

  @Override
  public Bare prepared(List<Told> told) {
    List<UpdateOneModel<Document>> flights = new ArrayList<>();
    List<UpdateOneModel<Document>> payloads = new ArrayList<>();
    for (Told one : told) {
      for (FlightReport report : one.parsed().reports()) {
        List<Bson> updates = new ArrayList<>(Timeline.updates(one.payload(), List.of(report)));
        updates.addAll(FlightDocument.updates(Flight.of(report), 1));
        flights.add(upsert(report.id().toString(), Updates.combine(updates)));
      }
      payloads.add(
          upsert(
              one.payload().key().id(),
              MongodbFlightStore.ledgerEntry(one.payload(), one.parsed().reports())));
    }
    return () -> {
      write("flights", flights);
      write("payloads", payloads);
    };
  }

  private void write(String collection, List<UpdateOneModel<Document>> writes) {
    for (int i = 0; i < writes.size(); i += AT_ONCE) {
      database
          .getCollection(collection)
          .bulkWrite(
              writes.subList(i, Math.min(writes.size(), i + AT_ONCE)),
              new BulkWriteOptions().ordered(false));
    }
  }

  private static UpdateOneModel<Document> upsert(String id, Bson update) {
    return new UpdateOneModel<>(Filters.eq("_id", id), update, new UpdateOptions().upsert(true));
  }
}
