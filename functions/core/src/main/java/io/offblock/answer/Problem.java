package io.offblock.answer;

import java.util.Objects;

/**
 * An answer that says what is wrong with the question and how to ask better (RFC 9457, with the fix
 * as a field of its own).
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;
  private final String fix;

  /**
   * @param status HTTP
   * @param title the same for every problem of this kind
   * @param detail what is wrong here, in a sentence
   * @param fix what to ask or do instead, in a sentence
   */
  public Problem(int status, String title, String detail, String fix) {
    super(detail);
    this.status = status;
    this.title = Objects.requireNonNull(title);
    this.fix = Objects.requireNonNull(fix);
  }

  /** 400: the question cannot be read. */
  public static Problem badRequest(String detail, String fix) {
    return new Problem(400, "Bad request", detail, fix);
  }

  /** 404: the question is good and the answer is that there is none. */
  public static Problem notFound(String detail, String fix) {
    return new Problem(404, "Not found", detail, fix);
  }

  /** 503: to be asked again soon. */
  public static Problem unavailable(String detail, String fix) {
    return new Problem(503, "Unavailable", detail, fix);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return getMessage();
  }

  public String fix() {
    return fix;
  }

  /** Names the kind for programs: {@code urn:offblock:problem:not-found}. */
  public String type() {
    return "urn:offblock:problem:" + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
  }
}
