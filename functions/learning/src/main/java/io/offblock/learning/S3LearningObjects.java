package io.offblock.learning;

import io.offblock.aws.AwsClients;
import io.offblock.load.StoreUnavailable;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Learning's objects in the data bucket. */
final class S3LearningObjects implements LearningObjects {
  private final S3Client s3;
  private final String bucket;

  S3LearningObjects(S3Client s3, String bucket) {
    this.s3 = Objects.requireNonNull(s3);
    this.bucket = Objects.requireNonNull(bucket, "OFFBLOCK_BUCKET is not set");
  }

  static S3LearningObjects fromEnvironment(Map<String, String> environment) {
    return new S3LearningObjects(AwsClients.s3(environment), environment.get("OFFBLOCK_BUCKET"));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return guarded(
        "reading " + key,
        () -> {
          try {
            return Optional.of(
                s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArrayUnsafe());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public InputStream open(String key) {
    return guarded(
        "reading " + key,
        () -> {
          try {
            return s3.getObject(r -> r.bucket(bucket).key(key));
          } catch (NoSuchKeyException e) {
            throw new IllegalStateException("there is no object " + key + " in " + bucket, e);
          }
        });
  }

  @Override
  public void put(String key, byte[] content, String contentType) {
    guarded(
        "writing " + key,
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key(key).contentType(contentType),
                RequestBody.fromBytes(content)));
  }

  @Override
  public void delete(String key) {
    guarded("removing " + key, () -> s3.deleteObject(r -> r.bucket(bucket).key(key)));
  }

  private static <T> T guarded(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailable("s3", what, e);
    }
  }
}
