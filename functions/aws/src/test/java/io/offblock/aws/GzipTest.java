package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.payload.PoisonPayload;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipTest {
  @Test
  void bytesComeBack() {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 100, 70_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, Gzip.unpack(Gzip.pack(bytes), "key"));
    }
  }

  @Test
  void aSmallObjectDoesNotUnfoldWithoutEnd() {
    byte[] bomb = Gzip.pack(new byte[Gzip.LIMIT + 1]);
    assertEquals(true, bomb.length < 100_000);
    assertEquals("too-large", reason(bomb));
    assertEquals(Gzip.LIMIT, Gzip.unpack(Gzip.pack(new byte[Gzip.LIMIT]), "key").length);
  }

  @Test
  void whatIsCutOffOrDamagedIsPoison() {
    byte[] packed = Gzip.pack("a text of some length, a text of some length".getBytes());
    assertEquals("not-gzip", reason(Arrays.copyOf(packed, packed.length - 9)));
    assertEquals("not-gzip", reason(new byte[0]));
    assertEquals("not-gzip", reason("{}".getBytes()));
    byte[] damaged = packed.clone();
    damaged[packed.length - 6] ^= 1;
    assertEquals("not-gzip", reason(damaged));
  }

  private static String reason(byte[] packed) {
    return assertThrows(PoisonPayload.class, () -> Gzip.unpack(packed, "key")).reason();
  }
}
