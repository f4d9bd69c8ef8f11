package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "{\"a\":\"b\\\\c\"}",
        "line\nfeed\r\tand\b\f",
        "\u0000\u0001\u001f\u007f",
        "Zürich, Malmö, 東京, ✈ \uD83D\uDEEB, \u2028"
      })
  void isReadBackAsItWas(String text) throws IOException {
    assertEquals(text, readBack(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anyBytesAreReadBackAsAStringOfThem() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (round % 2 == 0 ? bytes[i] & 0x7f : bytes[i]);
      }
      assertEquals(new String(bytes, StandardCharsets.UTF_8), readBack(bytes));
    }
  }

  @Test
  void whatIsJoinedIsTheWholeText() throws IOException {
    JsonText joined =
        JsonText.join(List.of(JsonText.of("{\"a\":"), JsonText.of("\"\\n✈\"}"), JsonText.of("")));
    JsonText whole = JsonText.of("{\"a\":\"\\n✈\"}");
    assertArrayEquals(whole.plain(), joined.plain());
    assertEquals(readBack(whole.plain()), sent(joined));
  }

  private static String readBack(byte[] text) throws IOException {
    return sent(JsonText.of(text));
  }

  private static String sent(JsonText text) throws IOException {
    GatewayAnswer answer = new GatewayAnswer(200, Map.of(), text, false);
    return MAPPER.readTree(MAPPER.writeValueAsBytes(answer)).get("body").textValue();
  }
}
