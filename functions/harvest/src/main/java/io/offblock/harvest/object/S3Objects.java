package io.offblock.harvest.object;

import io.offblock.load.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in one S3 bucket. */
public final class S3Objects implements ObjectStore {
  private final S3Client s3;
  private final String bucket;

  public S3Objects(S3Client s3, String bucket) {
    this.s3 = Objects.requireNonNull(s3);
    this.bucket = Objects.requireNonNull(bucket);
  }

  @Override
  public Optional<StoredBytes> get(String key) {
    return guarded(
        "reading " + key,
        () -> {
          try {
            ResponseBytes<GetObjectResponse> answer =
                s3.getObjectAsBytes(r -> r.bucket(bucket).key(key));
            return Optional.of(
                new StoredBytes(
                    answer.asByteArrayUnsafe(),
                    answer.response().eTag(),
                    answer.response().metadata()));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public boolean exists(String key) {
    return guarded(
        "looking for " + key,
        () -> {
          try {
            s3.headObject(r -> r.bucket(bucket).key(key));
            return true;
          } catch (NoSuchKeyException e) {
            return false;
          }
        });
  }

  @Override
  public Optional<String> put(String key, NewObject object, Condition condition) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType(object.contentType())
            .metadata(object.metadata());
    switch (condition) {
      case Condition.Always always -> {}
      case Condition.Absent absent -> request.ifNoneMatch("*");
      case Condition.Unchanged unchanged -> request.ifMatch(unchanged.etag());
    }
    return guarded(
        "writing " + key,
        () -> {
          try {
            return Optional.of(
                s3.putObject(request.build(), RequestBody.fromBytes(object.bytes())).eTag());
          } catch (S3Exception e) {
            // 412: the condition does not hold; 409: another write of it is under way; 404: what
            // should be unchanged is gone.
            if (!(condition instanceof Condition.Always)
                && (e.statusCode() == 412 || e.statusCode() == 409 || e.statusCode() == 404)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public List<String> list(String prefix, String after, int max) {
    return guarded(
        "listing " + prefix,
        () ->
            s3
                .listObjectsV2(
                    r ->
                        r.bucket(bucket)
                            .prefix(prefix)
                            .startAfter(after.isEmpty() ? null : after)
                            .maxKeys(Math.min(max, 1000)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList());
  }

  @Override
  public List<String> folders(String prefix) {
    return guarded(
        "listing " + prefix,
        () -> {
          List<String> folders = new ArrayList<>();
          String token = null;
          do {
            String from = token;
            ListObjectsV2Response page =
                s3.listObjectsV2(
                    r -> r.bucket(bucket).prefix(prefix).delimiter("/").continuationToken(from));
            page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(folders::add);
            token = page.nextContinuationToken();
          } while (token != null);
          return List.copyOf(folders);
        });
  }

  private static <T> T guarded(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailable("s3", what, e);
    }
  }
}
