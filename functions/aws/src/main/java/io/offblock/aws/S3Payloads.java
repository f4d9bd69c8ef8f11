package io.offblock.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.load.MissingPayload;
import io.offblock.load.PayloadSource;
import io.offblock.load.Quarantine;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Payloads as objects in S3: written once under {@code raw/}, marked under {@code seen/} when asked
 * again and unchanged, noted under {@code quarantine/} when a store cannot take them.
 */
public final class S3Payloads implements PayloadSource, Quarantine {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final S3Client s3;
  private final String bucket;
  private final InstantSource clock;

  /**
   * @param clock dates the notes in quarantine
   */
  public S3Payloads(S3Client s3, String bucket, InstantSource clock) {
    this.s3 = Objects.requireNonNull(s3);
    this.bucket = Objects.requireNonNull(bucket);
    this.clock = Objects.requireNonNull(clock);
  }

  /** As Lambda's environment says: {@code OFFBLOCK_BUCKET}, else {@code offblock-data}. */
  public static S3Payloads fromEnvironment() {
    Map<String, String> env = System.getenv();
    return new S3Payloads(
        AwsClients.s3(env),
        env.getOrDefault("OFFBLOCK_BUCKET", "offblock-data"),
        Clock.systemUTC());
  }

  /** The bucket that this one writes to. */
  public String bucket() {
    return bucket;
  }

  /** The object that a payload is written to. */
  public StoredObject at(PayloadKey key) {
    return new StoredObject(bucket, key.objectKey());
  }

  @Override
  public Payload read(StoredObject object) {
    if (object.key().startsWith("seen/")) {
      return seen(object);
    }
    if (!object.key().startsWith("raw/")) {
      throw new PoisonPayload(
          "not-a-payload", object.key() + " is neither under raw/ nor under seen/");
    }
    return raw(object);
  }

  private Payload raw(StoredObject object) {
    PayloadKey key = key(object.key());
    ResponseBytes<GetObjectResponse> answer = get(object);
    byte[] bytes = Gzip.unpack(answer.asByteArrayUnsafe(), object.key());
    return PayloadMetadata.payload(key, answer.response().metadata(), bytes);
  }

  private Payload seen(StoredObject object) {
    PayloadKey markerKey = key(object.key());
    JsonNode marker = json(get(object).asByteArrayUnsafe(), object.key());
    String raw = marker.path("payload").asText();
    if (!raw.startsWith("raw/")) {
      throw new PoisonPayload(
          "not-a-payload", object.key() + " names no raw payload: \"" + raw + '"');
    }
    Payload payload = raw(new StoredObject(object.bucket(), raw));
    if (!marker.path("sha256").asText(payload.sha256()).equals(payload.sha256())) {
      throw new PoisonPayload(
          "sha256-mismatch", object.key() + " names a payload with another sha256 than its own");
    }
    return new Payload(
        payload.key(),
        moment(marker, markerKey),
        payload.sha256(),
        payload.request(),
        payload.hint(),
        payload.bytes());
  }

  private static Instant moment(JsonNode marker, PayloadKey markerKey) {
    try {
      return marker.has("seenAt")
          ? Instant.parse(marker.path("seenAt").asText())
          : markerKey.fetchedAt();
    } catch (DateTimeException e) {
      throw new PoisonPayload("metadata", "seenAt is no moment: " + marker.path("seenAt"), e);
    }
  }

  /**
   * Stores an answer. Storing it again under the same key writes the same bytes.
   *
   * @param status HTTP, 200 for all that stores load
   * @throws StoreUnavailable where S3 cannot be reached
   */
  public StoredObject put(Payload payload, int status) {
    StoredObject object = at(payload.key());
    put(
        object.key(),
        Gzip.pack(payload.bytes()),
        "application/gzip",
        PayloadMetadata.of(payload, status));
    return object;
  }

  /**
   * Marks an answer as given again, unchanged. The payload's key and sha256 are those of the stored
   * one, its {@link Payload#seenAt()} is the new moment.
   */
  public StoredObject putSeen(Payload payload) {
    String key =
        PayloadKey.of(
                payload.key().provider(), payload.key().path(), payload.seenAt(), payload.sha256())
            .seenKey();
    put(
        key,
        Json.bytes(
            Fields.none()
                .with("payload", payload.key().objectKey())
                .with("seenAt", PayloadMetadata.millis(payload.seenAt()))
                .with("sha256", payload.sha256())
                .with("request", payload.request())
                .map()),
        "application/json",
        Map.of());
    return new StoredObject(bucket, key);
  }

  @Override
  public void put(String store, StoredObject object, String reason, String detail) {
    String name = object.key().replaceFirst("^(raw|seen)/", "");
    put(
        "quarantine/%s/%s.json".formatted(store, name),
        Json.bytes(
            Fields.none()
                .with("payload", object.key())
                .with("store", store)
                .with("reason", reason)
                .with("detail", String.valueOf(detail))
                .with("at", PayloadMetadata.millis(clock.instant()))
                .map()),
        "application/json",
        Map.of());
  }

  /**
   * The keys under a prefix, in order, page by page as they are consumed.
   *
   * @param after keys up to this one are left out; {@code ""} for none
   * @throws StoreUnavailable here or while the keys are consumed
   */
  public Stream<String> keys(String prefix, String after) {
    Stream<List<S3Object>> pages =
        Stream.iterate(
                page(prefix, after.isEmpty() ? null : after),
                Objects::nonNull,
                p -> p.isEmpty() ? null : page(prefix, p.getLast().key()))
            .takeWhile(p -> !p.isEmpty());
    return pages.flatMap(List::stream).map(S3Object::key);
  }

  private List<S3Object> page(String prefix, String after) {
    return guarded(
        "listing " + prefix,
        () -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix).startAfter(after)).contents());
  }

  private void put(String key, byte[] body, String type, Map<String, String> metadata) {
    guarded(
        "writing " + key,
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key(key).contentType(type).metadata(metadata),
                RequestBody.fromBytes(body)));
  }

  private ResponseBytes<GetObjectResponse> get(StoredObject object) {
    return guarded(
        "reading " + object.key(),
        () -> {
          try {
            return s3.getObjectAsBytes(r -> r.bucket(object.bucket()).key(object.key()));
          } catch (NoSuchKeyException e) {
            throw new MissingPayload(object.key());
          }
        });
  }

  private static <T> T guarded(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailable("s3", what, e);
    }
  }

  private static PayloadKey key(String key) {
    return PayloadKey.parse(key)
        .orElseThrow(
            () ->
                new PoisonPayload(
                    "not-a-payload",
                    key + " is not <provider>/<path>/<yyyy>/<mm>/<dd>/<time>Z-<digest>"));
  }

  private static JsonNode json(byte[] bytes, String key) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      throw new PoisonPayload("not-json", key + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new PoisonPayload("not-json", key + ": " + e.getMessage(), e);
    }
  }
}
