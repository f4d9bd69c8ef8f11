package io.offblock.operations;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * {@link FunctionLogs} in CloudWatch Logs, where each function has a group of its own. An entry can
 * be found some seconds after it was written.
 */
public final class CloudWatchLogs implements FunctionLogs {
  private final CloudWatchLogsClient logs;
  private final String prefix;

  /**
   * With the groups under a prefix.
   *
   * @param prefix what the name of a group begins with, before the function's: {@code
   *     /aws/lambda/offblock-}
   */
  public CloudWatchLogs(CloudWatchLogsClient logs, String prefix) {
    this.logs = logs;
    this.prefix = prefix;
  }

  @Override
  public void read(
      String function, Instant from, Instant until, List<String> words, Consumer<Entry> reader) {
    try {
      var pages =
          logs.filterLogEventsPaginator(
              r ->
                  r.logGroupName(prefix + function)
                      .startTime(from.toEpochMilli())
                      // CloudWatch counts the last millisecond in.
                      .endTime(until.toEpochMilli() - 1)
                      .filterPattern(pattern(words)));
      for (FilteredLogEvent event : pages.events()) {
        reader.accept(new Entry(Instant.ofEpochMilli(event.timestamp()), event.message()));
      }
    } catch (SdkException e) {
      throw new LogUnreadable(function, e);
    }
  }

  /** Any of the words, in CloudWatch's language. LocalStack hands on all. */
  private static String pattern(List<String> words) {
    return switch (words.size()) {
      case 0 -> null;
      case 1 -> '"' + words.getFirst() + '"';
      default -> words.stream().map(w -> "?\"" + w + '"').collect(Collectors.joining(" "));
    };
  }
}
