package io.offblock.operations;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.Router;
import io.offblock.aws.Gateway;
import io.quarkus.funqy.Funq;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The function of this zip. */
public class OperationsFunctions {
  private static final class Wiring {
    private static final SystemStatus STATUS =
        new SystemStatus(new SqsQueues(SqsClient.create()), new LambdaPeers(LambdaClient.create()));
    private static final Router ROUTER =
        Router.of()
            .get("/v1/status", request -> ApiAnswer.json(STATUS.tell(request.requestId())))
            .get("/v1/metrics", request -> StatusMetrics.answer(STATUS.tell(request.requestId())));
  }

  /** Answers {@code GET /v1/status} and {@code GET /v1/metrics}. */
  @Funq("ask-operations")
  public APIGatewayProxyResponseEvent ask(APIGatewayProxyRequestEvent event) {
    return Gateway.answer(event, Wiring.ROUTER);
  }
}
