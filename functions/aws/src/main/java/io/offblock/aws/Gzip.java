package io.offblock.aws;

import io.offblock.payload.PoisonPayload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Packs and unpacks payloads in memory, up to a limit: a small object must not unfold into all of a
 * function's memory.
 */
final class Gzip {
  /** 32 MiB, four times what the parser takes: what is too large is told so by one of both. */
  static final int LIMIT = 32 << 20;

  private Gzip() {}

  static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /**
   * @throws PoisonPayload where it is no gzip, is cut off, or is larger than the limit
   */
  static byte[] unpack(byte[] packed, String key) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new PoisonPayload("too-large", key + " unpacks to more than " + LIMIT + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new PoisonPayload("not-gzip", key + ": " + e.getMessage(), e);
    }
  }
}
