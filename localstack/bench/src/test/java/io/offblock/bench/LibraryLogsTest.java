package io.offblock.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LibraryLogsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.hc.client5.http.wire",
        "org.mongodb.driver.protocol.command",
        "org.neo4j.driver",
        "org.postgresql"
      })
  void clientsDoNotWriteDownWhatTheySend(String client) {
    LibraryLogs.asInAFunction();
    assertFalse(LoggerFactory.getLogger(client).isDebugEnabled());
    assertFalse(Logger.getLogger(client).isLoggable(Level.FINE));
    assertTrue(LoggerFactory.getLogger(client).isInfoEnabled());
  }
}
