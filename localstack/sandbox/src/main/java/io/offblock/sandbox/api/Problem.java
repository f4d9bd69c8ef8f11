package io.offblock.sandbox.api;

import io.vertx.core.json.JsonObject;

/** The API's own way to say no: type, a code that is a string, and a description. */
public record Problem(String type, String code, String description) {

  public static Problem notFound(String code, String description) {
    return new Problem("ResourceNotFound", code, description);
  }

  public static Problem backend(String code, String resource) {
    return new Problem(
        "BackendError",
        code,
        "Requested " + resource + " resource not available due to error at backend.");
  }

  public static Problem invalid(String code, String description) {
    return new Problem("InvalidRequest", code, description);
  }

  /** An error answer that a deeper call wants given. */
  public static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    public Thrown(int status, Problem problem) {
      super(problem.description(), null, false, false);
      this.answer = Answer.problem(status, problem);
    }

    public Answer answer() {
      return answer;
    }
  }

  JsonObject json() {
    return new JsonObject()
        .put(
            "ProcessingErrors",
            new JsonObject()
                .put(
                    "ProcessingError",
                    new JsonObject()
                        .put("@RetryIndicator", false)
                        .put("Type", type)
                        .put("Code", code)
                        .put("Description", description)
                        .put(
                            "InfoURL",
                            "not supported yet: http://api.lufthansa.com/errorcodes/{processingError.Code}")));
  }
}
