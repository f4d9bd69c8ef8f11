package io.offblock.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Signatures as other implementations of Standard Webhooks make and check them. */
class SignatureTest {
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant THEN = Instant.ofEpochSecond(1_614_265_330);
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Signature SIGNATURE = Signature.by("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  /** The example that the libraries of Standard Webhooks are tested with. */
  @Test
  void itIsTheSignatureThatTheStandardHas() {
    assertEquals(SIGNED, SIGNATURE.of(ID, THEN, BODY));
  }

  @Test
  void whatIsNotOursOrNotOfNowDoesNotVerify() {
    long at = THEN.getEpochSecond();
    assertTrue(SIGNATURE.verifies(ID, at, BODY, SIGNED, THEN.plusSeconds(299)));
    assertTrue(SIGNATURE.verifies(ID, at, BODY, "v1,bm8= " + SIGNED, THEN));
    assertFalse(SIGNATURE.verifies(ID, at, BODY + " ", SIGNED, THEN), "another body");
    assertFalse(SIGNATURE.verifies("msg_2", at, BODY, SIGNED, THEN), "another message");
    assertFalse(SIGNATURE.verifies(ID, at + 1, BODY, SIGNED, THEN), "another moment");
    assertFalse(SIGNATURE.verifies(ID, at, BODY, SIGNED, THEN.plusSeconds(301)), "too old");
    assertFalse(SIGNATURE.verifies(ID, at, BODY, SIGNED, THEN.minusSeconds(301)), "not yet");
    assertFalse(SIGNATURE.verifies(ID, at, BODY, "", THEN), "none");
  }

  @Test
  void eachRuleHasASecretOfItsOwnThatIsTheSameEachTime() {
    String master = "0123456789abcdef0123456789abcdef";
    String secret = Signature.secret(master, "a");
    assertEquals(secret, Signature.secret(master, "a"));
    assertNotEquals(secret, Signature.secret(master, "b"));
    assertNotEquals(secret, Signature.secret(master.replace('0', '1'), "a"));
    assertTrue(secret.matches("whsec_[A-Za-z0-9+/]{43}="), secret);
    assertThrows(IllegalArgumentException.class, () -> Signature.secret("short", "a"));
  }
}
