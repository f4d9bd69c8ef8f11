package io.offblock.bts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The CSV in a file as the bureau hands it out: plain, in gzip or in zip, told apart by the first
 * bytes since names do not tell. Of a zip the first entry that ends in {@code .csv} counts; the
 * others are the bureau's notes.
 */
public final class OnTimeContent {
  private OnTimeContent() {}

  /**
   * Opens the CSV; the caller closes it.
   *
   * @throws ZipException where the packing is broken, or a zip holds no CSV
   */
  public static InputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(4);
      byte[] first = in.readNBytes(4);
      in.reset();
      if (first.length >= 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b) {
        return new GZIPInputStream(in, 1 << 16);
      }
      return first.length == 4 && first[0] == 'P' && first[1] == 'K' ? sheetOf(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream sheetOf(InputStream in) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
      if (e.getName().toLowerCase(Locale.ROOT).endsWith(".csv")) {
        return zip;
      }
    }
    throw new ZipException("the zip holds no .csv");
  }
}
