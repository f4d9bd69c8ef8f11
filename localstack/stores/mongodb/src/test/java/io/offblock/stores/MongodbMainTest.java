package io.offblock.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as the launcher runs it, killed while it is written to. */
class MongodbMainTest {
  @TempDir Path data;
  private int port;
  private Process process;
  private MongoClient client;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    launch();
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "SIGTERM ends it");
  }

  @Test
  void whatWasAcknowledgedOutlivesKillsInTheMidstOfWriting() throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    for (int life = 1; life <= 3; life++) {
      Thread writer = new Thread(() -> writeUntilKilled(acknowledged));
      writer.start();
      while (acknowledged.get() < 150 * life) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      process.destroyForcibly().waitFor();
      writer.join();
      launch();
      MongoCollection<Document> kept = client.getDatabase("test").getCollection("kept");
      for (int n = 0; n < acknowledged.get(); n++) {
        assertEquals(
            2 * n, kept.find(Filters.eq("_id", n)).first().getInteger("twice"), "document " + n);
      }
      int last = acknowledged.get() - 1;
      assertThrows(
          MongoWriteException.class,
          () -> kept.insertOne(new Document("_id", last)),
          "the index is back");
    }
  }

  @Test
  void aGuardedUpsertTellsWhichDocumentsWereWrittenMeanwhile() {
    MongoCollection<Document> flights = client.getDatabase("test").getCollection("flights");
    flights.insertMany(
        List.of(
            new Document("_id", "a").append("revision", 1),
            new Document("_id", "b").append("revision", 2)));
    var guarded =
        List.of("a", "b", "c").stream()
            .map(
                id ->
                    new UpdateOneModel<Document>(
                        Filters.and(Filters.eq("_id", id), Filters.eq("revision", 1)),
                        Updates.set("revision", 2),
                        new UpdateOptions().upsert(true)))
            .toList();
    var conflict =
        assertThrows(
            MongoBulkWriteException.class,
            () -> flights.bulkWrite(guarded, new BulkWriteOptions().ordered(false)));
    assertEquals(1, conflict.getWriteErrors().size());
    assertEquals(1, conflict.getWriteErrors().getFirst().getIndex());
    assertEquals(11000, conflict.getWriteErrors().getFirst().getCode());
    assertEquals(3, flights.countDocuments(Filters.eq("revision", 2)));
  }

  @Test
  void uniqueIndexesAndArraySetsAreThereAfterARestart() throws Exception {
    MongoCollection<Document> kept = client.getDatabase("test").getCollection("sets");
    kept.createIndex(
        Indexes.compoundIndex(Indexes.ascending("x"), Indexes.ascending("y")),
        new IndexOptions().unique(true));
    kept.insertOne(new Document("_id", 1).append("x", "a").append("y", 1.5));
    for (int i = 0; i < 2; i++) {
      kept.updateOne(
          Filters.eq("_id", 1),
          Updates.addToSet("states.h1.seen", new Document("at", 1L).append("payload", "p")));
    }
    process.destroyForcibly().waitFor();
    launch();
    MongoCollection<Document> back = client.getDatabase("test").getCollection("sets");
    assertEquals(
        1, back.find().first().getEmbedded(List.of("states", "h1", "seen"), List.class).size());
    assertThrows(
        MongoWriteException.class,
        () -> back.insertOne(new Document("_id", 2).append("x", "a").append("y", 1.5)));
  }

  @Test
  void theFileDoesNotGrowWithEveryUpdate() throws Exception {
    MongoCollection<Document> kept = client.getDatabase("test").getCollection("counted");
    kept.insertOne(new Document("_id", 1).append("text", "x".repeat(2_000)));
    for (int i = 0; i < 3_000; i++) {
      kept.updateOne(Filters.eq("_id", 1), Updates.inc("n", 1));
    }
    assertTrue(
        Files.size(data.resolve("offblock.mv")) < 4 << 20,
        "" + Files.size(data.resolve("offblock.mv")));
  }

  private void writeUntilKilled(AtomicInteger acknowledged) {
    try {
      MongoCollection<Document> kept = client.getDatabase("test").getCollection("kept");
      while (true) {
        int n = acknowledged.get();
        kept.replaceOne(
            Filters.eq("_id", n), new Document("twice", 0), new ReplaceOptions().upsert(true));
        kept.updateOne(Filters.eq("_id", n), Updates.set("twice", 2 * n));
        acknowledged.incrementAndGet();
      }
    } catch (MongoException killed) {
      assertTrue(acknowledged.get() > 0);
    }
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MongodbMain.class.getName(),
                "--port",
                "" + port,
                "--data",
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String ready = process.inputReader().readLine();
    assertTrue(ready.startsWith("ready " + port + " stand-in for MongoDB"), ready);
    client = MongoClients.create("mongodb://127.0.0.1:" + port + "/?serverSelectionTimeoutMS=5000");
  }
}
