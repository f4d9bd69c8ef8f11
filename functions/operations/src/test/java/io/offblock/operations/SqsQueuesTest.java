package io.offblock.operations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The contract of queues against a real service: LocalStack's where {@code AWS_ENDPOINT_URL} names
 * one.
 */
@Tag("localstack")
class SqsQueuesTest extends QueuesContract {
  private static final Set<String> URLS = new HashSet<>();
  private static SqsClient client;

  @BeforeAll
  static void connect() {
    client = SqsClient.create();
  }

  @AfterAll
  static void remove() {
    URLS.forEach(url -> client.deleteQueue(r -> r.queueUrl(url)));
  }

  @Override
  protected Queues queues() {
    return new SqsQueues(client);
  }

  @Override
  protected void make(String queue, String deadLetters) {
    String dead = made(deadLetters, Map.of());
    String arn =
        client
            .getQueueAttributes(r -> r.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    made(
        queue,
        Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":8}".formatted(arn)));
  }

  @Override
  protected void put(String queue, List<String> messages) {
    messages.forEach(m -> client.sendMessage(r -> r.queueUrl(url(queue)).messageBody(m)));
  }

  @Override
  protected List<String> take(String queue) {
    List<String> taken = new ArrayList<>();
    List<Message> some;
    do {
      some = client.receiveMessage(r -> r.queueUrl(url(queue)).maxNumberOfMessages(10)).messages();
      for (Message one : some) {
        taken.add(one.body());
        client.deleteMessage(r -> r.queueUrl(url(queue)).receiptHandle(one.receiptHandle()));
      }
    } while (!some.isEmpty());
    return taken;
  }

  private static String made(String queue, Map<QueueAttributeName, String> attributes) {
    String url = client.createQueue(r -> r.queueName(queue).attributes(attributes)).queueUrl();
    URLS.add(url);
    return url;
  }

  private static String url(String queue) {
    return client.getQueueUrl(r -> r.queueName(queue)).queueUrl();
  }
}
