package io.offblock.harvest.replay;

import io.offblock.answer.Json;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** {@link LoadQueues} in SQS; messages have the very form of the dispatch rules. */
public final class SqsLoadQueues implements LoadQueues {
  private static final int BATCH = 10;
  private static final QueueAttributeName VISIBLE =
      QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;

  private final SqsClient sqs;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  public SqsLoadQueues(SqsClient sqs) {
    this.sqs = sqs;
  }

  @Override
  public void send(String store, List<StoredObject> objects) {
    try {
      String url = url(store);
      for (int from = 0; from < objects.size(); from += BATCH) {
        batch(store, url, objects.subList(from, Math.min(from + BATCH, objects.size())));
      }
    } catch (SdkException e) {
      throw new StoreUnavailable("sqs", "sending to the queue of " + store, e);
    }
  }

  @Override
  public long waiting(String store) {
    try {
      String url = url(store);
      String said =
          sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(VISIBLE))
              .attributes()
              .get(VISIBLE);
      return Long.parseLong(said);
    } catch (SdkException e) {
      throw new StoreUnavailable("sqs", "looking at the queue of " + store, e);
    }
  }

  private String url(String store) {
    return urls.computeIfAbsent(
        store, s -> sqs.getQueueUrl(r -> r.queueName("offblock-load-" + s)).queueUrl());
  }

  private void batch(String store, String url, List<StoredObject> objects) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (StoredObject object : objects) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(new String(Json.bytes(object), StandardCharsets.UTF_8))
              .build());
    }
    var failed = sqs.sendMessageBatch(r -> r.queueUrl(url).entries(entries)).failed();
    if (!failed.isEmpty()) {
      throw new StoreUnavailable(
          "sqs",
          "sending %d of %d messages to the queue of %s (%s)"
              .formatted(failed.size(), entries.size(), store, failed.getFirst().code()),
          null);
    }
  }
}
