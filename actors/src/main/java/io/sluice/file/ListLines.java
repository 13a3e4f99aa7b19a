package io.sluice.file;

import io.sluice.blob.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The lines of a text, one after another, without blank ones, in bounded memory: bytes come in, and
 * lines as bytes go out, since names of files are no more than that. Closing it closes what it
 * reads.
 */
public final class ListLines implements AutoCloseable {
  /** The longest line that is read as what it is. */
  public static final int MOST_BYTES = 8192;

  private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};
  private static final int FIRST_OF_UTF_16 = 0xfe;

  private final InputStream in;
  private boolean begun;

  public ListLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * A line that is not blank.
   *
   * @param bytes of it, or the first of a longer one
   * @param hash SHA-256 of a line that is longer than it may be; null of others
   */
  public record Line(byte[] bytes, byte[] hash) {
    public boolean isTooLong() {
      return hash != null;
    }

    /**
     * The same for who reads it elsewhere: a path has become an address.
     *
     * @param base where relative paths begin
     */
    public byte[] from(Path base) {
      if (isTooLong()) {
        // With what tells it from others that begin so.
        var all = new ByteArrayOutputStream();
        all.writeBytes(bytes);
        all.writeBytes(HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
      }
      return NamedItem.of(this, base) instanceof NamedItem.OnDisk file
          ? file.path().toUri().toString().getBytes(StandardCharsets.US_ASCII)
          : bytes;
    }
  }

  /** It is text of another kind. */
  public static final class NotUtf8Exception extends IOException {
    private static final long serialVersionUID = 1L;

    NotUtf8Exception() {
      super("it is text in UTF-16; save it as UTF-8");
    }
  }

  /**
   * Empty at the end.
   *
   * @throws NotUtf8Exception if it is text, but of two bytes a sign
   */
  public Optional<Line> next() throws IOException {
    if (!begun) {
      begun = true;
      skipMark();
    }
    for (int first = in.read(); first >= 0; first = in.read()) {
      var line = line(first);
      if (line.isTooLong() || !isBlank(line.bytes())) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private void skipMark() throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    int first = in.read();
    int second = in.read();
    if (first >= FIRST_OF_UTF_16 && second >= FIRST_OF_UTF_16) {
      throw new NotUtf8Exception();
    }
    if (first != BYTE_ORDER_MARK[0]
        || second != BYTE_ORDER_MARK[1]
        || in.read() != BYTE_ORDER_MARK[2]) {
      in.reset();
    }
  }

  private Line line(int first) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = first; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() == MOST_BYTES + 1) {
        return tooLong(line.toByteArray(), next);
      }
      line.write(next);
    }
    var bytes = line.toByteArray();
    boolean isCarriage = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    var whole = isCarriage ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    return whole.length <= MOST_BYTES ? new Line(whole, null) : new Line(whole, Sha256.of(whole));
  }

  private Line tooLong(byte[] beginning, int first) throws IOException {
    var hash = Sha256.begin();
    hash.update(beginning);
    for (int next = first; next >= 0 && next != '\n'; next = in.read()) {
      hash.update((byte) next);
    }
    return new Line(beginning, hash.digest());
  }

  private static boolean isBlank(byte[] line) {
    for (var one : line) {
      if (one != ' ' && one != '\t' && one != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
