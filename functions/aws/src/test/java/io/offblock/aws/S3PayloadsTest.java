package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.load.PayloadSource;
import io.offblock.load.PayloadSourceContract;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The contract of sources against a real S3 service: LocalStack's where {@code AWS_ENDPOINT_URL}
 * names one.
 */
@Tag("localstack")
class S3PayloadsTest extends PayloadSourceContract {
  private static final String BUCKET = "payloads-test-" + UUID.randomUUID();
  private static S3Client s3;
  private static S3Payloads payloads;

  @BeforeAll
  static void connect() {
    s3 = AwsClients.s3(Map.of("OFFBLOCK_S3_PATH_STYLE", "true"));
    s3.createBucket(r -> r.bucket(BUCKET));
    payloads = new S3Payloads(s3, BUCKET, InstantSource.fixed(Samples.MOMENT));
  }

  @AfterAll
  static void remove() {
    if (payloads != null) {
      payloads.keys("", "").toList().forEach(k -> s3.deleteObject(r -> r.bucket(BUCKET).key(k)));
      s3.deleteBucket(r -> r.bucket(BUCKET));
    }
  }

  @Override
  protected PayloadSource source() {
    return payloads;
  }

  @Override
  protected StoredObject put(Payload payload) {
    return payloads.put(payload, 200);
  }

  @Override
  protected StoredObject putSeen(Payload payload) {
    return payloads.putSeen(payload);
  }

  private static String poison(StoredObject object) {
    return assertThrows(PoisonPayload.class, () -> payloads.read(object)).reason();
  }

  @Test
  void bytesThatAreNotThoseThatWereFetchedArePoison() {
    Payload payload = Samples.payload(50);
    StoredObject object = payloads.put(payload, 200);
    s3.putObject(
        r -> r.bucket(BUCKET).key(object.key()).metadata(PayloadMetadata.of(payload, 200)),
        RequestBody.fromBytes(Gzip.pack("other".getBytes())));
    assertEquals("sha256-mismatch", poison(object));
    s3.putObject(
        r -> r.bucket(BUCKET).key(object.key()).metadata(PayloadMetadata.of(payload, 200)),
        RequestBody.fromBytes(payload.bytes()));
    assertEquals("not-gzip", poison(object));
    s3.putObject(
        r -> r.bucket(BUCKET).key(object.key()), RequestBody.fromBytes(Gzip.pack(payload.bytes())));
    assertEquals("metadata", poison(object));
  }

  @Test
  void whatIsNoPayloadIsPoison() {
    assertEquals("not-a-payload", poison(new StoredObject(BUCKET, "state/harvest/plan.json")));
    assertEquals("not-a-payload", poison(new StoredObject(BUCKET, "raw/odd.json.gz")));
    String marker = Samples.payload(51).key().seenKey();
    s3.putObject(r -> r.bucket(BUCKET).key(marker), RequestBody.fromString("[not json"));
    assertEquals("not-json", poison(new StoredObject(BUCKET, marker)));
    s3.putObject(r -> r.bucket(BUCKET).key(marker), RequestBody.fromString("{\"payload\":\"x\"}"));
    assertEquals("not-a-payload", poison(new StoredObject(BUCKET, marker)));
  }

  @Test
  void quarantineNotesAndTheKeysInOrder() {
    Payload payload = Samples.payload(52);
    StoredObject object = payloads.put(payload, 200);
    payloads.put("neo4j", object, "all-rejected", "none of 1 records");
    payloads.put("postgres", object, "all-rejected", "none of 1 records");
    String neo4j = "quarantine/neo4j/" + payload.key().id() + ".json.gz.json";
    String postgres = "quarantine/postgres/" + payload.key().id() + ".json.gz.json";
    assertEquals(List.of(neo4j, postgres), payloads.keys("quarantine/", "").toList());
    assertEquals(List.of(postgres), payloads.keys("quarantine/", neo4j).toList());
    assertEquals(
        "{\"payload\":\""
            + object.key()
            + "\",\"store\":\"neo4j\",\"reason\":\"all-rejected\","
            + "\"detail\":\"none of 1 records\",\"at\":\"2026-11-24T08:00:00.000Z\"}",
        s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(neo4j)).asUtf8String());
  }

  @Test
  void aBucketThatIsAwayIsTriedAgain() {
    S3Payloads other = new S3Payloads(s3, BUCKET + "-none", InstantSource.system());
    assertThrows(StoreUnavailable.class, () -> other.read(other.at(Samples.payload(1).key())));
    assertThrows(StoreUnavailable.class, () -> other.keys("raw/", "").toList());
  }
}
