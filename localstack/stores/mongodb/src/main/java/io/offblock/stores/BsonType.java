package io.offblock.stores;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** A document in the file: BSON, whose first four bytes are its length. */
final class BsonType extends BasicDataType<Document> {
  @Override
  public int getMemory(Document document) {
    return memory(document);
  }

  @Override
  public void write(WriteBuffer out, Document document) {
    write(document, out);
  }

  @Override
  public Document read(ByteBuffer in) {
    return readFrom(in);
  }

  @Override
  public Document[] createStorage(int size) {
    return new Document[size];
  }

  static void write(Document document, WriteBuffer out) {
    ByteBuf bytes = Unpooled.buffer(2048);
    BsonEncoder.encodeDocument(document, bytes);
    out.put(bytes.nioBuffer());
  }

  static Document readFrom(ByteBuffer in) {
    ByteBuf bytes = Unpooled.wrappedBuffer(in);
    Document document = BsonDecoder.decodeBson(bytes);
    in.position(in.position() + bytes.readerIndex());
    return document;
  }

  /** About what the object takes on the heap: what the store's cache counts. */
  private static int memory(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        int sum = 80;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          sum += 110 + memory(entry.getValue());
        }
        yield sum;
      }
      case Collection<?> list -> list.stream().mapToInt(BsonType::memory).sum() + 40;
      case String text -> 56 + text.length();
      case null, default -> 24;
    };
  }
}
