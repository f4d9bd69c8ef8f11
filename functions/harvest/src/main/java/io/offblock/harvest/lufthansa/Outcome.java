package io.offblock.harvest.lufthansa;

import java.time.Instant;
import java.util.Objects;

/** How a request ended. What to do about it follows from the type alone. */
public sealed interface Outcome {
  /**
   * An answer, whole.
   *
   * @param body the bytes as they came, not looked into
   * @param sha256 of the bytes, lower-case hex
   * @param fetchedAt when the last byte had come
   */
  record Found(Request request, int status, byte[] body, String sha256, Instant fetchedAt)
      implements Outcome {
    public Found {
      Objects.requireNonNull(body);
    }
  }

  /** 404: the provider has nothing there. Normal, and never asked again for that. */
  record Nothing(Request request, Instant fetchedAt) implements Outcome {}

  /** The provider will not serve this key, for now or at all. */
  record Refused(Request request, Refusal refusal, String detail) implements Outcome {}

  /** No whole answer could be had. */
  record Failed(Request request, Fault fault, String detail) implements Outcome {}

  /** Why the provider refuses. */
  enum Refusal {
    /** The clock hour's calls are used up: nothing until the next full hour. */
    QUOTA_EXHAUSTED,
    /** Too many in this second, still after waiting. */
    TOO_FAST,
    /** This key may not ask this, or is not known; or the token is refused twice. */
    NOT_AUTHORIZED,
    /** The key is not approved or is disabled. */
    INACTIVE,
    /** No call is left in our own count. */
    NO_PERMIT
  }

  /** What was wrong. */
  enum Fault {
    /**
     * The provider's own backend reports an error for this resource and says that retrying does not
     * help.
     */
    BACKEND,
    /** 5xx, still after retrying. */
    UNAVAILABLE,
    /** No answer in time. */
    TIMEOUT,
    /** Connection refused or reset, or a body that ended early. */
    BROKEN_OFF,
    /** A status that is none of the known ones. */
    UNEXPECTED
  }
}
