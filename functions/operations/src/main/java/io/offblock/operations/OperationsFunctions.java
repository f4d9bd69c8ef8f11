package io.offblock.operations;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.Router;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.quarkus.funqy.Funq;
import java.time.Clock;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The function of this zip. */
public class OperationsFunctions {
  private static final class Wiring {
    private static final Queues QUEUES = new SqsQueues(SqsClient.create());
    private static final SystemStatus STATUS =
        new SystemStatus(QUEUES, new LambdaPeers(LambdaClient.create()));
    private static final DeadLetters DEAD_LETTERS = new DeadLetters(QUEUES);
    private static final Router ROUTER =
        Router.of()
            .get("/v1/status", request -> ApiAnswer.json(STATUS.tell(request.requestId())))
            .get("/v1/metrics", request -> StatusMetrics.answer(STATUS.tell(request.requestId())))
            .get("/v1/operations/logs", request -> Logs.SEARCH.answer(request))
            .with("POST", "/v1/operations/redrive", DEAD_LETTERS::sendBack);
  }

  /** Apart, so that who asks for the status does not wait for a client that it does not need. */
  private static final class Logs {
    private static final String PREFIX = "/aws/lambda/offblock-";
    private static final LogSearch SEARCH =
        new LogSearch(
            new CloudWatchLogs(CloudWatchLogsClient.create(), PREFIX),
            Stream.of(System.getenv("LOG_GROUPS").split(","))
                .map(group -> group.substring(PREFIX.length()))
                .toList(),
            Clock.systemUTC());
  }

  /**
   * Answers {@code GET /v1/status}, {@code GET /v1/metrics}, {@code GET /v1/operations/logs} and
   * {@code POST /v1/operations/redrive}.
   */
  @Funq("ask-operations")
  public GatewayAnswer ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.ROUTER);
  }
}
