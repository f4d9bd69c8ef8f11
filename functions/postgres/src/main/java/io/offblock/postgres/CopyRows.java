package io.offblock.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.postgresql.PGConnection;

/** Rows in the text form of {@code COPY}, cell by cell. */
final class CopyRows {
  private final StringBuilder text = new StringBuilder(1 << 16);
  private boolean rowBegun;

  /** The next cell of a row; absent where {@code value} is null. */
  CopyRows cell(Object value) {
    if (rowBegun) {
      text.append('\t');
    }
    rowBegun = true;
    switch (value) {
      case null -> text.append("\\N");
      case Collection<?> items -> escaped(array(items));
      default -> escaped(value.toString());
    }
    return this;
  }

  /** Bytes told as hex. */
  CopyRows hexCell(String hex) {
    return cell("\\x" + hex);
  }

  /** Ends the row. */
  void end() {
    text.append('\n');
    rowBegun = false;
  }

  /** The rows so far. */
  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Sends rows to a table. */
  static void send(Connection connection, String table, List<String> columns, byte[] rows)
      throws SQLException {
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy %s (%s) from stdin".formatted(table, String.join(", ", columns)),
              new ByteArrayInputStream(rows),
              1 << 16);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Codes and names without blanks, quotes or commas, as all lists here are. */
  private static String array(Collection<?> items) {
    StringBuilder list = new StringBuilder("{");
    for (Object item : items) {
      list.append(list.length() > 1 ? "," : "").append(Objects.requireNonNull(item));
    }
    return list.append('}').toString();
  }

  private void escaped(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> text.append(c);
      }
    }
  }
}
