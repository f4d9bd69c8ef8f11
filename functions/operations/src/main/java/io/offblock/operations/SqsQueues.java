package io.offblock.operations;

import java.util.OptionalLong;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * {@link Queues} in SQS. The counts are SQS's own and may lag by moments; what is sent back is
 * moved by a task of SQS, one at a time for a queue.
 */
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

  @Override
  public void sendBack(String deadLetters, String queue) {
    try {
      String from = arn(deadLetters);
      String to = arn(queue);
      try {
        sqs.startMessageMoveTask(r -> r.sourceArn(from).destinationArn(to));
      } catch (SqsException refused) {
        // A second task for a queue is refused, and by no error that means only that.
        if (!moving(from)) {
          throw refused;
        }
      }
    } catch (SdkException e) {
      throw new QueueUnreachable(deadLetters, e);
    }
  }

  private boolean moving(String arn) {
    return sqs.listMessageMoveTasks(r -> r.sourceArn(arn)).results().stream()
        .anyMatch(task -> "RUNNING".equals(task.status()));
  }

  private String arn(String queue) {
    String url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
    return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }
}
