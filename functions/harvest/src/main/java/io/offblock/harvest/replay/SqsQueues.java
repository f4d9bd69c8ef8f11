package io.offblock.harvest.replay;

import io.offblock.load.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The queues {@code offblock-load-<store>} in SQS. */
public final class SqsQueues implements Queues {
  private static final int TRIES = 3;

  private final SqsClient sqs;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  public SqsQueues(SqsClient sqs) {
    this.sqs = sqs;
  }

  /** As Lambda's environment says. */
  public static SqsQueues fromEnvironment() {
    return new SqsQueues(
        SqsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build());
  }

  @Override
  public void send(String store, List<String> bodies) {
    try {
      String url =
          urls.computeIfAbsent(
              store, s -> sqs.getQueueUrl(r -> r.queueName("offblock-load-" + s)).queueUrl());
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (int i = 0; i < bodies.size(); i++) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(i))
                .messageBody(bodies.get(i))
                .build());
      }
      for (int tries = 0; !entries.isEmpty(); tries++) {
        if (tries == TRIES) {
          throw new StoreUnavailable("sqs", "sending to " + store + "'s queue", null);
        }
        List<SendMessageBatchRequestEntry> batch = List.copyOf(entries);
        List<String> refused =
            sqs.sendMessageBatch(r -> r.queueUrl(url).entries(batch)).failed().stream()
                .map(BatchResultErrorEntry::id)
                .toList();
        entries.removeIf(e -> !refused.contains(e.id()));
      }
    } catch (SdkException e) {
      throw new StoreUnavailable("sqs", "sending to " + store + "'s queue", e);
    }
  }
}
