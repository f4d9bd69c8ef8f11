package io.offblock.answer;

import io.offblock.load.StoreUnavailable;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the operation for a question and turns whatever goes wrong into a problem answer. The
 * gateway has matched the path already, so routing is by its template.
 */
public final class Router {
  private static final System.Logger LOG = System.getLogger(Router.class.getName());
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Map<String, Function<ApiRequest, ApiAnswer>> operations;

  private Router(Map<String, Function<ApiRequest, ApiAnswer>> operations) {
    this.operations = Collections.unmodifiableMap(operations);
  }

  /** Without operations. */
  public static Router of() {
    return new Router(Map.of());
  }

  /** With one operation more; this one stays as it is. */
  public Router get(String resource, Function<ApiRequest, ApiAnswer> operation) {
    return with("GET", resource, operation);
  }

  /** With one operation more, of a method that is not asked twice for the same. */
  public Router with(String method, String resource, Function<ApiRequest, ApiAnswer> operation) {
    Map<String, Function<ApiRequest, ApiAnswer>> more = new LinkedHashMap<>(operations);
    if (more.put(method + " " + resource, Objects.requireNonNull(operation)) != null) {
      throw new IllegalArgumentException("two operations for " + method + " " + resource);
    }
    return new Router(more);
  }

  /** The answer, always: problems are answers too. */
  public ApiAnswer answer(ApiRequest request) {
    return attempt(request).withHeader("X-Request-Id", request.requestId());
  }

  private ApiAnswer attempt(ApiRequest request) {
    try {
      Function<ApiRequest, ApiAnswer> operation =
          operations.get(request.method() + " " + request.resource());
      if (operation == null) {
        throw none(request);
      }
      Contract.packaged().check(request);
      ApiAnswer answer = operation.apply(request);
      return request.method().equals("GET")
          ? Delivery.of(answer, request)
          : answer.withHeader("Cache-Control", "no-store");
    } catch (Problem problem) {
      ApiAnswer answer =
          ApiAnswer.problem(problem, request.instance()).withHeader("Cache-Control", "no-store");
      return switch (problem.status()) {
        case 503 -> answer.withHeader("Retry-After", RETRY_AFTER_SECONDS);
        case 405 -> answer.withHeader("Allow", methods(request.resource()));
        default -> answer;
      };
    } catch (StoreUnavailable e) {
      LOG.log(Level.WARNING, "request " + request.requestId(), e);
      return ApiAnswer.problem(
              Problem.unavailable(
                  "the store behind this answer is away", "Ask again in a few seconds."),
              request.instance())
          .withHeader("Retry-After", RETRY_AFTER_SECONDS);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "request " + request.requestId(), e);
      return ApiAnswer.problem(
          new Problem(
              500,
              "Internal error",
              "the answer could not be made",
              "Report the request id "
                  + request.requestId()
                  + "; ./offblock logs shows what happened."),
          request.instance());
    }
  }

  private Problem none(ApiRequest request) {
    String methods = methods(request.resource());
    return methods.isEmpty()
        ? Problem.notFound(
            "there is no " + request.instance(), "See infra/openapi.yaml for what there is.")
        : new Problem(
            405,
            "Method not allowed",
            request.method() + " is not answered here",
            "Ask with %s.".formatted(methods));
  }

  private String methods(String resource) {
    return operations.keySet().stream()
        .filter(o -> o.endsWith(" " + resource))
        .map(o -> o.substring(0, o.indexOf(' ')))
        .collect(Collectors.joining(", "));
  }
}
