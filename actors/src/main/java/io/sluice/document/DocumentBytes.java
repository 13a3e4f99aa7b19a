package io.sluice.document;

import io.sluice.blob.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;

/**
 * The bytes of a document: those of one within a document are in memory if they are few, else in a
 * file that goes when this is closed.
 */
final class DocumentBytes implements AutoCloseable {
  private static final int SHORT = 1 << 20;
  private static final int STEP = 1 << 16;

  private final MessageDigest digest = Sha256.begin();
  private byte[] bytes;
  private Path file;
  private long size;
  private String hash;
  private IOException broken;

  private DocumentBytes() {}

  static DocumentBytes of(byte[] bytes) {
    var document = new DocumentBytes();
    document.bytes = bytes;
    document.size = bytes.length;
    document.digest.update(bytes);
    document.hash = document.digested();
    return document;
  }

  /**
   * Of one that was opened out of the bytes of another, and has none itself.
   *
   * @param key what it is known by
   */
  static DocumentBytes none(String key) {
    var document = new DocumentBytes();
    document.digest.update(key.getBytes(StandardCharsets.UTF_8));
    document.hash = document.digested();
    return document;
  }

  private String digested() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether it would be the same without the document that it is within. */
  boolean areWhole() {
    return broken == null && (bytes != null || file != null);
  }

  /** All of them. */
  ByteBuffer buffer() throws IOException {
    if (file == null) {
      return ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
    }
    try (var channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    }
  }

  /**
   * Takes what a stream gives, until that breaks off, or there is one byte more than allowed.
   *
   * @throws LimitReachedException if the time is over
   */
  static DocumentBytes of(InputStream in, long most, ExtractBudget budget)
      throws IOException, LimitReachedException {
    var document = new DocumentBytes();
    try {
      document.take(in, most, budget);
      document.hash = document.digested();
      return document;
    } catch (IOException | LimitReachedException | RuntimeException e) {
      document.close();
      throw e;
    }
  }

  private void take(InputStream in, long most, ExtractBudget budget)
      throws IOException, LimitReachedException {
    var first = new ByteArrayOutputStream();
    var step = new byte[STEP];
    int read = 1;
    while (read > 0 && size < SHORT) {
      read = put(in, step, first);
    }
    bytes = first.toByteArray();
    if (read <= 0) {
      return;
    }
    file = Files.createTempFile("sluice-part", "");
    try (var out = Files.newOutputStream(file)) {
      out.write(bytes);
      bytes = null;
      while (size <= most && put(in, step, out) > 0) {
        budget.checkTime();
      }
    }
  }

  /** How many came; none at the end. */
  private int put(InputStream in, byte[] step, OutputStream out) throws IOException {
    int read = read(in, step);
    if (read > 0) {
      digest.update(step, 0, read);
      out.write(step, 0, read);
      size += read;
    }
    return read;
  }

  /** At its end, and where it breaks off, there is no more. */
  private int read(InputStream in, byte[] step) {
    try {
      return in.read(step);
    } catch (IOException | RuntimeException e) {
      broken = e instanceof IOException io ? io : new IOException(e);
      return -1;
    }
  }

  long size() {
    return size;
  }

  /** SHA-256, hexadecimal. */
  String hash() {
    return hash;
  }

  /** What broke its stream off; null if nothing did. */
  IOException broken() {
    return broken;
  }

  TikaInputStream stream(Metadata metadata) throws IOException {
    return file == null
        ? TikaInputStream.get(bytes, metadata)
        : TikaInputStream.get(file, metadata);
  }

  PDDocument pdf(String password) throws IOException {
    return file == null
        ? Loader.loadPDF(bytes == null ? new byte[0] : bytes, password)
        : Loader.loadPDF(file.toFile(), password);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
