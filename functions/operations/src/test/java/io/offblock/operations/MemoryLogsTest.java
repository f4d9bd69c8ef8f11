package io.offblock.operations;

import io.offblock.operations.FunctionLogs.Entry;
import java.util.List;

class MemoryLogsTest extends FunctionLogsContract {
  private final MemoryLogs logs = new MemoryLogs();

  @Override
  protected FunctionLogs logs() {
    return logs;
  }

  @Override
  protected void write(String function, List<Entry> entries) {
    logs.write(function, entries.toArray(Entry[]::new));
  }
}
