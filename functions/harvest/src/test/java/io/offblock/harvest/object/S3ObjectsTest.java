package io.offblock.harvest.object;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.aws.AwsClients;
import io.offblock.load.StoreUnavailable;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract against a real S3 service: LocalStack's where {@code AWS_ENDPOINT_URL} says so. */
@Tag("localstack")
class S3ObjectsTest extends ObjectStoreContract {
  private static final String BUCKET = "objects-test-" + UUID.randomUUID();
  private static S3Client s3;

  @BeforeAll
  static void connect() {
    s3 = AwsClients.s3(Map.of("OFFBLOCK_S3_PATH_STYLE", "true"));
    s3.createBucket(r -> r.bucket(BUCKET));
  }

  @AfterAll
  static void remove() {
    if (s3 != null) {
      s3.listObjectsV2Paginator(r -> r.bucket(BUCKET))
          .contents()
          .forEach(o -> s3.deleteObject(r -> r.bucket(BUCKET).key(o.key())));
      s3.deleteBucket(r -> r.bucket(BUCKET));
    }
  }

  @Override
  ObjectStore objects() {
    return new S3Objects(s3, BUCKET);
  }

  @Test
  void aBucketThatIsAwayIsUnavailable() {
    ObjectStore away = new S3Objects(s3, BUCKET + "-none");
    assertThrows(StoreUnavailable.class, () -> away.list("", "", 1));
  }
}
