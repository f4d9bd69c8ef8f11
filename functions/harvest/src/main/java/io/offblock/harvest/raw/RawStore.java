package io.offblock.harvest.raw;

import io.offblock.aws.LoggedObject;
import io.offblock.harvest.lufthansa.Outcome.Found;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.StoredObject;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps answers as they came. An answer that is byte for byte the last one to the same request is
 * marked as seen again instead of being stored twice.
 */
public final class RawStore {
  private static final String PROVIDER = "lufthansa";

  private final PayloadVault vault;
  private final LastAnswers last;

  /**
   * An answer that was kept.
   *
   * @param payload what loaders will read, seen at the moment of this answer
   * @param object where it lies, or its marker
   * @param unchanged whether only a marker was written
   */
  public record Kept(Payload payload, StoredObject object, boolean unchanged) {}

  public RawStore(PayloadVault vault, LastAnswers last) {
    this.vault = Objects.requireNonNull(vault);
    this.last = Objects.requireNonNull(last);
  }

  /**
   * @throws io.offblock.load.StoreUnavailable where storage refuses; then nothing is remembered of
   *     it
   */
  public Kept keep(Found found) {
    String request = found.request().text();
    Optional<PayloadKey> same =
        last.find(request)
            .filter(a -> a.sha256().equals(found.sha256()))
            .map(LastAnswers.Last::key);
    PayloadKey key =
        same.orElseGet(() -> PayloadKey.of(PROVIDER, request, found.fetchedAt(), found.sha256()));
    Payload payload =
        new Payload(
            key,
            found.fetchedAt().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
            found.sha256(),
            request,
            found.request().hint(),
            found.body());
    StoredObject object =
        LoggedObject.during(
            key.objectKey(),
            () -> same.isPresent() ? vault.putSeen(payload) : vault.put(payload, found.status()));
    last.remember(request, new LastAnswers.Last(key, found.sha256()));
    return new Kept(payload, object, same.isPresent());
  }
}
