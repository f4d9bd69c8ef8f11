package io.offblock.operations;

import io.offblock.operations.FunctionLogs.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/**
 * The contract of logs against a real service: LocalStack's where {@code AWS_ENDPOINT_URL} names
 * one.
 */
@Tag("localstack")
class CloudWatchLogsTest extends FunctionLogsContract {
  private static final String PREFIX = "/offblock-test/" + UUID.randomUUID() + "/offblock-";

  /** As many as one call may write. */
  private static final int AT_ONCE = 5_000;

  private static final Set<String> GROUPS = new HashSet<>();
  private static CloudWatchLogsClient client;

  @BeforeAll
  static void connect() {
    client = CloudWatchLogsClient.create();
  }

  @AfterAll
  static void remove() {
    GROUPS.forEach(group -> client.deleteLogGroup(r -> r.logGroupName(group)));
  }

  @Override
  protected FunctionLogs logs() {
    return new CloudWatchLogs(client, PREFIX);
  }

  @Override
  protected void write(String function, List<Entry> entries) {
    String group = PREFIX + function;
    if (GROUPS.add(group)) {
      client.createLogGroup(r -> r.logGroupName(group));
    }
    for (int turn = 0; turn < 2; turn++) {
      String stream = "environment-" + turn + "-" + UUID.randomUUID();
      client.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
      List<InputLogEvent> events = new ArrayList<>();
      for (int i = turn; i < entries.size(); i += 2) {
        Entry entry = entries.get(i);
        events.add(
            InputLogEvent.builder()
                .timestamp(entry.at().toEpochMilli())
                .message(entry.message())
                .build());
      }
      for (int from = 0; from < events.size(); from += AT_ONCE) {
        List<InputLogEvent> some = events.subList(from, Math.min(events.size(), from + AT_ONCE));
        client.putLogEvents(r -> r.logGroupName(group).logStreamName(stream).logEvents(some));
      }
    }
  }
}
