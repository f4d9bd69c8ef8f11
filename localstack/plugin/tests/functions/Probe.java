import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** The function of the tests: does what the event says and tells which process did it. */
public final class Probe implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private int calls;

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    calls++;
    System.out.println("received at " + System.currentTimeMillis() + " " + event);
    switch (String.valueOf(event.get("do"))) {
      case "sleep" -> sleep(((Number) event.get("milliseconds")).longValue());
      case "crash" -> Runtime.getRuntime().halt(7);
      case "throw" -> throw new IllegalStateException("thrown on purpose");
      case "measure" -> System.out.println("2026-11-24T08:00:00Z INFO [Probe] " + event.get("document"));
      default -> {}
    }
    return Map.of(
        "process", ProcessHandle.current().pid(),
        "calls", calls,
        "at", System.currentTimeMillis(),
        "remaining", context.getRemainingTimeInMillis(),
        "native", String.valueOf(System.getProperty("java.version")));
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
