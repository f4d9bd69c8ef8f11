package io.offblock.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;

/**
 * The handler that Lambda calls, of every function: Funqy's, whose logs are lines of JSON ({@link
 * LogLine}) and whose failures leave one too, before the runtime reports them its own way.
 */
public final class LoggedHandler implements RequestStreamHandler {
  private final RequestStreamHandler function;
  private final PrintStream log;

  /** Lambda's way in. */
  public LoggedHandler() {
    this(new FunqyStreamHandler(), System.out);
    Quarkus.manualStart();
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      format(handler);
    }
  }

  LoggedHandler(RequestStreamHandler function, PrintStream log) {
    this.function = function;
    this.log = log;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    LogLine.begin(context.getAwsRequestId());
    try {
      function.handleRequest(event, answer, context);
    } catch (IOException | RuntimeException | Error e) {
      log.println(LogLine.of("ERROR", "failed", e));
      throw e;
    }
  }

  /** Quarkus keeps its handlers within one that holds back what is logged before it has begun. */
  private static void format(Handler handler) {
    if (handler instanceof ExtHandler outer && outer.getHandlers().length > 0) {
      for (Handler inner : outer.getHandlers()) {
        format(inner);
      }
    } else {
      handler.setFormatter(new LogLine());
    }
  }
}
