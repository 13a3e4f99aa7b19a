package io.sluice.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * The bytes of a server for one request go in, the head and the body of its answer come out. It
 * never calls itself, keeps no more than a head, and passes over what browsers pass over.
 */
final class AnswerParser {
  static final int MOST_INTERIM = 8;

  /** Of a head, or of what follows a body. */
  static final int MOST_HEAD_BYTES = 128 << 10;

  private final String host;
  private final boolean lenient;
  private final Reader reader;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private HeadLines lines = new HeadLines();
  private State state = State.HEAD;
  private Head head;

  /** Bytes of the head so far. */
  private int headBytes;

  private int interim;

  /** What is left of a body, or of its chunk. */
  private long left;

  private boolean surplus;
  private boolean whole = true;
  private boolean told;

  private enum State {
    HEAD,
    FIXED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSED,
    OVER
  }

  /** Who is told of the answer. */
  interface Reader {
    /**
     * The head of the answer, once.
     *
     * @param length of the body as it is sent, if that is known
     */
    void head(Head head, OptionalLong length) throws HttpFailure;

    /** Some of the body. What it keeps it must retain. */
    void body(ByteBuf bytes) throws HttpFailure;

    /** No more will come of it; it was whole, or broken off. */
    void end(boolean whole) throws HttpFailure;
  }

  /**
   * A parser of one answer.
   *
   * @param lenient whether a length that is none is passed over, and a body may be broken off
   */
  AnswerParser(String host, boolean lenient, Reader reader) {
    this.host = host;
    this.lenient = lenient;
    this.reader = reader;
  }

  /** Whether the connection can be used for another request. */
  boolean mayGoOn() {
    return state == State.OVER && !surplus && !head.old() && !head.has("connection", "close");
  }

  boolean isOver() {
    return state == State.OVER;
  }

  /** Reads all that came. */
  void read(ByteBuf in) throws HttpFailure {
    while (in.isReadable() && state != State.OVER) {
      if (left > 0) {
        content(in);
      } else {
        line(in);
      }
    }
    surplus |= in.isReadable();
    tellEnd();
  }

  /** Nothing more will come. */
  void closed() throws HttpFailure {
    if (state == State.HEAD) {
      throw new BrokenOffException(
          host
              + (headBytes == 0
                  ? ": the server closed the connection without an answer"
                  : ": the server closed the connection in the middle of a head"));
    }
    if (state == State.UNTIL_CLOSED || state == State.TRAILER) {
      end();
    } else if (state != State.OVER) {
      cut("the server closed the connection in the middle of its answer");
    }
    tellEnd();
  }

  /** Nothing more can come: what ends with the connection is not known to be whole. */
  void broken() throws HttpFailure {
    if (state == State.UNTIL_CLOSED) {
      cut("the connection broke in the middle of its answer");
    }
    closed();
  }

  /** Not before it is known what else came. */
  private void tellEnd() throws HttpFailure {
    if (state == State.OVER && !told) {
      told = true;
      reader.end(whole);
    }
  }

  private void end() {
    state = State.OVER;
  }

  private void cut(String reason) throws BrokenOffException {
    if (!lenient) {
      throw new BrokenOffException(host + ": " + reason);
    }
    state = State.OVER;
    surplus = true;
    whole = false;
  }

  private void content(ByteBuf in) throws HttpFailure {
    int length = (int) Math.min(left, in.readableBytes());
    if (state != State.UNTIL_CLOSED) {
      left -= length;
    }
    reader.body(in.readSlice(length));
    if (left == 0 && state == State.FIXED) {
      end();
    } else if (left == 0) {
      state = State.CHUNK_END;
    }
  }

  private void line(ByteBuf in) throws HttpFailure {
    int end = in.bytesBefore((byte) '\n');
    int length = end < 0 ? in.readableBytes() : end;
    headBytes += end < 0 ? length : length + 1;
    if (headBytes > MOST_HEAD_BYTES) {
      throw new BrokenOffException(host + ": a head of more than " + MOST_HEAD_BYTES + " bytes");
    }
    try {
      in.readBytes(line, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (end >= 0) {
      in.skipBytes(1);
      var text = line.toString(StandardCharsets.ISO_8859_1);
      line.reset();
      line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
  }

  private void line(String text) throws HttpFailure {
    switch (state) {
      case HEAD -> headLine(text);
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> {
        if (text.isEmpty()) {
          toChunkSize();
        } else {
          cut("a chunk is longer than it says");
        }
      }
      default -> {
        if (text.isEmpty()) {
          end();
        }
      }
    }
  }

  private void headLine(String text) throws HttpFailure {
    if (!text.isEmpty() || lines.isEmpty()) {
      lines.add(host, text);
      return;
    }
    var next = lines.head();
    lines = new HeadLines();
    if (!next.isInterim()) {
      head = next;
      toBody();
      return;
    }
    interim++;
    headBytes = 0;
    if (interim > MOST_INTERIM) {
      var failure =
          new BrokenOffException(host + ": more than " + MOST_INTERIM + " interim answers");
      failure.setAnswering(true);
      throw failure;
    }
  }

  /** After RFC 9112, section 6.3. */
  private void toBody() throws HttpFailure {
    if (!head.hasBody()) {
      reader.head(head, OptionalLong.of(0));
      end();
    } else if (head.has("transfer-encoding", "chunked")) {
      toChunkSize();
      reader.head(head, OptionalLong.empty());
    } else {
      toBody(length());
    }
  }

  private void toBody(OptionalLong length) throws HttpFailure {
    state = length.isPresent() ? State.FIXED : State.UNTIL_CLOSED;
    left = length.orElse(Long.MAX_VALUE);
    reader.head(head, length);
    if (left == 0) {
      end();
    }
  }

  private OptionalLong length() throws BrokenOffException {
    var said =
        head.headers().getOrDefault("content-length", List.of()).stream()
            .flatMap(value -> List.of(value.split(",")).stream())
            .map(String::strip)
            .distinct()
            .toList();
    if (said.isEmpty()) {
      return OptionalLong.empty();
    }
    if (said.size() == 1 && said.get(0).matches("\\d+")) {
      var digits = said.get(0);
      return OptionalLong.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
    }
    if (lenient) {
      return OptionalLong.empty();
    }
    throw new BrokenOffException(host + ": a Content-Length that is no number");
  }

  private void toChunkSize() {
    state = State.CHUNK_SIZE;
    headBytes = 0;
  }

  private void chunkSize(String text) throws HttpFailure {
    int digits = 0;
    while (digits < text.length() && Character.digit(text.charAt(digits), 16) >= 0) {
      digits++;
    }
    if (digits == 0 || digits > 15) {
      cut("a chunk without its length");
      return;
    }
    left = Long.parseLong(text.substring(0, digits), 16);
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }
}
