package io.offblock.operations;

import java.util.OptionalLong;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** {@link Queues} in SQS. The counts are SQS's own and may lag by moments. */
public final class SqsQueues implements Queues {
  private static final QueueAttributeName[] COUNTS = {
    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED
  };
  private final SqsClient sqs;

  public SqsQueues(SqsClient sqs) {
    this.sqs = sqs;
  }

  @Override
  public OptionalLong depth(String queue) {
    try {
      String url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
      var counts = sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(COUNTS)).attributes();
      return OptionalLong.of(
          Stream.of(COUNTS).mapToLong(c -> Long.parseLong(counts.getOrDefault(c, "0"))).sum());
    } catch (SdkException e) {
      return OptionalLong.empty();
    }
  }
}
