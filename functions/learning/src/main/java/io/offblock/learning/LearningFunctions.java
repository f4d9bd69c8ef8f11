package io.offblock.learning;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.quarkus.funqy.Funq;
import java.util.Map;

/**
 * The functions of this zip. Each environment serves one of them, and makes what that one needs.
 */
public class LearningFunctions {

  /**
   * A step of the workflow.
   *
   * @param step {@code train}, {@code compare}, {@code register} or {@code fail}; or {@code watch}
   * @param window what is trained; null for {@code watch}
   * @param run the registry's id of the run; from {@code compare} on
   * @param verdict of {@code compare}; for {@code register}
   * @param error what went wrong; for {@code fail}
   * @param flights the flights of now; for {@code watch}
   */
  public record Task(
      String step,
      TrainingWindow window,
      String run,
      Verdict verdict,
      Failure error,
      Watching.Question flights) {}

  /**
   * As Step Functions tells a failure.
   *
   * @param Error its class
   * @param Cause its words
   */
  @SuppressWarnings("checkstyle:RecordComponentName")
  public record Failure(String Error, String Cause) {}

  /** Trains, compares, registers, ends a run that failed; or watches the champion. */
  @Funq("retrain")
  public Map<String, Object> retrain(Task task) {
    return Steps.take(task, Wiring::retraining, Wiring::watching);
  }

  /** Starts the workflow for a window, unless it was started before. */
  @Funq("start-retraining")
  public StartRetraining.Started start(StartRetraining.Asked asked) {
    return Wiring.starting().run(asked == null ? StartRetraining.Asked.bySchedule() : asked);
  }

  /** Forecasts the flights to come. */
  @Funq("forecast")
  public Forecasting.Published forecast(Forecasting.Question question) {
    return Wiring.forecasting().run(question);
  }

  /** Answers the gateway. */
  @Funq("ask-learning")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.router());
  }
}
