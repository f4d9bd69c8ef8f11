package io.offblock.harvest.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.CapturedData;
import io.offblock.harvest.lufthansa.Outcome.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ \"Error\": \"Account Over Queries Per Second Limit\" } | | TOO_FAST",
        "{ \"Error\": \"Account Over Rate Limit\" }               | | QUOTA_EXHAUSTED",
        "{ \"Error\": \"Rate Limit Exceeded\" }                   | | TOO_FAST",
        "{ \"Error\": \"Account Inactive\" }                      | | INACTIVE",
        "{ \"Error\": \"Not Authorized\" }                        | | NOT_AUTHORIZED",
        "{ “Error”: “Account Over Rate Limit” }                   | | QUOTA_EXHAUSTED",
        "<h1>Developer Over Qps</h1>                              | | TOO_FAST",
        "<h1>Developer Over Rate</h1>                             | | QUOTA_EXHAUSTED",
        "<h1>Developer Inactive</h1>                              | | INACTIVE",
        "nothing to read | ERR_403_DEVELOPER_OVER_QPS  | TOO_FAST",
        "nothing to read | ERR_403_DEVELOPER_OVER_RATE | QUOTA_EXHAUSTED",
        "nothing to read | ERR_403_DEVELOPER_INACTIVE  | INACTIVE",
        "nothing to read | ERR_403_NOT_AUTHORIZED      | NOT_AUTHORIZED",
        "nothing to read |                             | NOT_AUTHORIZED",
        // JSON is believed before the header.
        "{ \"Error\": \"Account Over Rate Limit\" } | ERR_403_DEVELOPER_OVER_QPS | QUOTA_EXHAUSTED",
      })
  void aRefusalIsToldByBodyThenHeader(String body, String header, Refusal refusal) {
    assertEquals(refusal, ErrorAnswer.refusal(bytes(body), Optional.ofNullable(header)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"error_500_3021_airports.json", "error_500_cities.json"})
  void theBackendsOwnErrorsAreNotRetried(String file) throws IOException {
    byte[] body = Files.readAllBytes(CapturedData.path("lufthansa/formats/" + file));
    assertTrue(ErrorAnswer.backend(body));
    assertTrue(ErrorAnswer.message(body).orElseThrow().contains("not available"));
  }

  @Test
  void theGatewaysTimeoutIsRetried() throws IOException {
    byte[] body = Files.readAllBytes(CapturedData.path("lufthansa/formats/error_504_gateway.json"));
    assertTrue(!ErrorAnswer.backend(body));
    assertEquals(Optional.of("Gateway Timeout"), ErrorAnswer.message(body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
