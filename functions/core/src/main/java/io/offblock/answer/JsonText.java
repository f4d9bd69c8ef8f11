package io.offblock.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * A text in UTF-8, and the same as it stands between the quotes of JSON (RFC 8259, section 7): that
 * is how a function hands it to the gateway. A map's answer is some hundred kilobytes of quotes,
 * and what it is joined from has been escaped before.
 */
public final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** How many bytes more than one each byte takes; those of other scripts stay as they are. */
  private static final byte[] MORE = new byte[256];

  static {
    for (int control = 0; control < ' '; control++) {
      MORE[control] = 5;
    }
    for (char letter : new char[] {'"', '\\', '\n', '\r', '\t'}) {
      MORE[letter] = 1;
    }
  }

  private final byte[] plain;
  private final byte[] escaped;

  private JsonText(byte[] plain, byte[] escaped) {
    this.plain = plain;
    this.escaped = escaped;
  }

  /** Of a string. */
  public static JsonText of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One after the other. */
  public static JsonText join(List<JsonText> parts) {
    return new JsonText(joined(parts, part -> part.plain), joined(parts, part -> part.escaped));
  }

  private static byte[] joined(List<JsonText> parts, Function<JsonText, byte[]> form) {
    int length = 0;
    for (JsonText part : parts) {
      length += form.apply(part).length;
    }
    byte[] all = new byte[length];
    int to = 0;
    for (JsonText part : parts) {
      byte[] bytes = form.apply(part);
      System.arraycopy(bytes, 0, all, to, bytes.length);
      to += bytes.length;
    }
    return all;
  }

  /** UTF-8, not to be changed. */
  public byte[] plain() {
    return plain;
  }

  /** Of UTF-8; what is none becomes U+FFFD, as in a string. */
  public static JsonText of(byte[] text) {
    int more = 0;
    boolean ascii = true;
    for (byte letter : text) {
      more += MORE[letter & 0xff];
      ascii &= letter >= 0;
    }
    byte[] utf8 =
        ascii ? text : new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return new JsonText(utf8, more == 0 ? utf8 : escaped(utf8, more));
  }

  private static byte[] escaped(byte[] utf8, int more) {
    byte[] out = new byte[utf8.length + more];
    int to = 0;
    for (byte letter : utf8) {
      int longer = MORE[letter & 0xff];
      if (longer == 0) {
        out[to++] = letter;
        continue;
      }
      out[to++] = '\\';
      if (longer == 1) {
        out[to++] = shortly(letter);
        continue;
      }
      out[to++] = 'u';
      out[to++] = '0';
      out[to++] = '0';
      out[to++] = HEX[letter >> 4];
      out[to++] = HEX[letter & 0xf];
    }
    return out;
  }

  private static byte shortly(byte letter) {
    return switch (letter) {
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> letter;
    };
  }

  /** Puts it into the runtime's answer, whose generator writes UTF-8. */
  public static final class Writer extends JsonSerializer<JsonText> {
    @Override
    public void serialize(JsonText text, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawUTF8String(text.escaped, 0, text.escaped.length);
    }
  }
}
