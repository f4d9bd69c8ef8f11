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
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.bson.conversions.Bson;
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
      while (acknowledged.get() < 150 * life && writer.isAlive()) {
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

  /**
   * The same random documents and changes with and without indexes: every question finds the same.
   */
  @Test
  void anIndexChangesNoAnswer() throws Exception {
    Random dice = new Random(7);
    MongoCollection<Document> plain = client.getDatabase("test").getCollection("plain");
    MongoCollection<Document> indexed = client.getDatabase("test").getCollection("indexed");
    indexed.createIndex(Indexes.ascending("numbers", "day"));
    for (int i = 0; i < 400; i++) {
      if (i == 200) { // these come to an index that is made of what is there
        indexed.createIndex(Indexes.ascending("day"));
        indexed.createIndex(Indexes.descending("at"));
      }
      Bson one = Filters.eq("_id", dice.nextInt(150));
      if (dice.nextInt(8) == 0) {
        plain.deleteOne(one);
        indexed.deleteOne(one);
        continue;
      }
      List<Bson> change = new ArrayList<>(List.of(Updates.set("day", day(dice))));
      change.add(
          dice.nextBoolean() ? Updates.unset("numbers") : Updates.set("numbers", numbers(dice)));
      change.add(Updates.set("at", new Date(1_000L * dice.nextInt(10_000))));
      change.add(dice.nextInt(5) == 0 ? Updates.set("n", null) : Updates.inc("m", 1));
      plain.updateOne(one, Updates.combine(change), new UpdateOptions().upsert(true));
      indexed.updateOne(one, Updates.combine(change), new UpdateOptions().upsert(true));
    }
    for (int life = 0; life < 2; life++) {
      for (int i = 0; i < 60; i++) {
        Bson question = question(dice);
        assertEquals(ids(plain, question), ids(indexed, question), question.toString());
        assertEquals(plain.countDocuments(question), indexed.countDocuments(question));
      }
      assertEquals(
          plain.distinct("day", String.class).into(new ArrayList<>()),
          indexed.distinct("day", String.class).into(new ArrayList<>()));
      for (Bson order : List.of(Sorts.descending("at"), Sorts.ascending("at"))) {
        assertEquals(
            plain.find().sort(order).limit(1).first().getDate("at"),
            indexed.find().sort(order).limit(1).first().getDate("at"));
      }
      process.destroyForcibly().waitFor();
      launch();
      plain = client.getDatabase("test").getCollection("plain");
      indexed = client.getDatabase("test").getCollection("indexed");
    }
  }

  private static String day(Random dice) {
    return "2008-01-%02d".formatted(1 + dice.nextInt(9));
  }

  private static List<String> numbers(Random dice) {
    return dice.ints(dice.nextInt(4), 0, 6).mapToObj(n -> "LH" + n).toList();
  }

  private static Bson question(Random dice) {
    Bson day =
        switch (dice.nextInt(7)) {
          case 0 -> Filters.eq("day", day(dice));
          case 1 -> Filters.in("day", day(dice), day(dice));
          case 2 -> Filters.gte("day", day(dice));
          case 3 -> Filters.lt("day", day(dice));
          case 4 -> Filters.and(Filters.gt("day", day(dice)), Filters.lte("day", day(dice)));
          case 5 -> Filters.regex("day", "0[3-5]$");
          default -> Filters.ne("day", day(dice));
        };
    return switch (dice.nextInt(5)) {
      case 0 -> day;
      case 1 -> Filters.and(Filters.in("numbers", numbers(dice)), day);
      case 2 -> Filters.exists("numbers", dice.nextBoolean());
      case 3 -> Filters.eq("numbers", null);
      default -> Filters.and(Filters.eq("numbers", "LH" + dice.nextInt(6)), day);
    };
  }

  private static List<Integer> ids(MongoCollection<Document> collection, Bson question) {
    return collection.find(question).map(d -> d.getInteger("_id")).into(new ArrayList<>()).stream()
        .sorted()
        .toList();
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
    client =
        MongoClients.create("mongodb://127.0.0.1:" + port + "/?serverSelectionTimeoutMS=30000");
  }
}
