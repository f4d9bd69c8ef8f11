package io.offblock.postgres;

import io.offblock.aws.AwsClients;
import io.offblock.load.StoreUnavailable;
import io.offblock.postgres.TrainingSource.Simulated;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Extracts in the data bucket. Beside them, under {@code state/worlds/}, whoever starts the harvest
 * notes what it harvests from then on: {@code <epoch milliseconds>-<sandbox or real>}, in the key
 * itself. Where nothing is noted, all of it was real.
 */
final class TrainingShelf implements TrainingExtract.Shelf {
  private static final String WORLDS = "state/worlds/";
  private static final Pattern NOTE = Pattern.compile(WORLDS + "(\\d{13})-([a-z]+)");
  private final S3Client s3;
  private final String bucket;

  TrainingShelf(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  static TrainingShelf fromEnvironment(Map<String, String> environment) {
    return new TrainingShelf(AwsClients.s3(environment), environment.get("OFFBLOCK_BUCKET"));
  }

  @Override
  public List<Simulated> simulated() {
    try {
      List<String> notes =
          s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(WORLDS)).contents().stream()
              .map(o -> o.key())
              .toList();
      return simulated(notes);
    } catch (SdkException e) {
      throw new StoreUnavailable("s3", "reading " + WORLDS, e);
    }
  }

  /** The sandbox's times as notes tell them. */
  static List<Simulated> simulated(List<String> notes) {
    List<Simulated> times = new ArrayList<>();
    Instant since = null;
    for (String note : notes.stream().sorted().toList()) {
      Matcher m = NOTE.matcher(note);
      if (!m.matches()) {
        throw new IllegalStateException(
            "not a note of what was harvested: " + note + "; remove it");
      }
      Instant at = Instant.ofEpochMilli(Long.parseLong(m.group(1)));
      boolean sandbox = m.group(2).equals("sandbox");
      if (sandbox && since == null) {
        since = at;
      } else if (!sandbox && since != null) {
        times.add(new Simulated(since, at));
        since = null;
      }
    }
    if (since != null) {
      times.add(new Simulated(since, Instant.MAX));
    }
    return times;
  }

  @Override
  public void put(String key, Path file) {
    try {
      s3.putObject(r -> r.bucket(bucket).key(key).contentType("application/gzip"), file);
    } catch (SdkException e) {
      throw new StoreUnavailable("s3", "writing " + key, e);
    }
  }
}
