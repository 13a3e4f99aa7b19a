package io.sluice.api;

import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Takes a form apart: its bytes come in as they are sent, the head of each part and then its bytes
 * go out. Pekko HTTP's own gives up all of a form of which one part has a wrong head. Not
 * thread-safe.
 */
final class FormReader {
  private static final int MOST_BOUNDARY = 70;
  private static final int MOST_HEAD = 16 << 10;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  /** What a form consists of: a head, and bytes of the part that it began. */
  sealed interface Piece {}

  /** Begins a part. */
  record Head(PartName name) implements Piece {}

  /** Bytes of the part at which it is. */
  record Content(ByteString bytes) implements Piece {}

  private enum At {
    BEFORE,
    BOUNDARY,
    HEAD,
    CONTENT,
    END
  }

  private final byte[] delimiter;
  private final List<Piece> found = new ArrayList<>();

  /** As if a line ended before the first boundary. */
  private byte[] rest = {'\r', '\n'};

  /** Bytes in front of content that belong to what is before it. */
  private int skipped;

  private At at = At.BEFORE;

  FormReader(String boundary) {
    delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
  }

  /** The boundary of a form, if its type tells one that can be. */
  static Optional<String> boundary(String contentType) {
    return Optional.ofNullable(HeaderFields.of(contentType).fields().get("boundary"))
        .filter(text -> !text.isBlank() && text.length() <= MOST_BOUNDARY);
  }

  /** Fails where the form is broken, or ends before its end. */
  static Flow<ByteString, Piece, NotUsed> flow(String boundary) {
    return Flow.<ByteString>create()
        .map(Optional::of)
        .concat(Source.single(Optional.<ByteString>empty()))
        .statefulMapConcat(
            () -> {
              var reader = new FormReader(boundary);
              return bytes -> bytes.map(reader::read).orElseGet(reader::end);
            });
  }

  /** What was found with these bytes. */
  List<Piece> read(ByteString bytes) {
    if (at == At.END) {
      return List.of();
    }
    rest = rest.length == 0 ? bytes.toArray() : joined(rest, bytes.toArray());
    found.clear();
    boolean more = true;
    while (more) {
      more =
          switch (at) {
            case BEFORE, CONTENT -> toBoundary();
            case BOUNDARY -> behindBoundary();
            case HEAD -> head();
            case END -> false;
          };
    }
    return List.copyOf(found);
  }

  /** Nothing more comes. */
  List<Piece> end() {
    if (at != At.END) {
      throw broken("it ended before its last boundary");
    }
    return List.of();
  }

  static ProblemException broken(String why) {
    return Problem.of(400, "broken-body", "The body is no whole form: " + why)
        .remedy("Send it again, as curl -F file=@a.jpg does.")
        .thrown();
  }

  private boolean toBoundary() {
    int start = 0;
    for (int i = indexOf(delimiter, 0); i >= 0; i = indexOf(delimiter, start)) {
      int end = i + delimiter.length;
      if (end == rest.length) {
        content(i);
        drop(i);
        return false;
      }
      if (isBehindBoundary(rest[end])) {
        content(i);
        drop(end);
        at = At.BOUNDARY;
        return true;
      }
      start = i + 1;
    }
    // What could be the beginning of a boundary stays.
    int sure = Math.max(0, rest.length - delimiter.length);
    content(sure);
    drop(sure);
    return false;
  }

  /** All else goes on in the line, which is content then. */
  private static boolean isBehindBoundary(byte sign) {
    return sign == '-' || sign == '\r' || sign == ' ' || sign == '\t';
  }

  private boolean behindBoundary() {
    int blanks = 0;
    while (blanks < rest.length && (rest[blanks] == ' ' || rest[blanks] == '\t')) {
      blanks++;
    }
    drop(blanks);
    if (rest.length < 2) {
      return false;
    }
    if (rest[0] == '-' && rest[1] == '-') {
      at = At.END;
    } else if (rest[0] == '\r' && rest[1] == '\n') {
      // It stays: a part without a head has the end of it at once.
      at = At.HEAD;
    } else {
      throw broken("something stands behind a boundary");
    }
    return true;
  }

  private boolean head() {
    int end = indexOf(HEAD_END, 0);
    if (end < 0 && rest.length <= MOST_HEAD) {
      return false;
    }
    boolean isLong = end < 0 || end > MOST_HEAD;
    found.add(
        new Head(
            isLong
                ? PartName.broken("Its head is longer than %d bytes".formatted(MOST_HEAD))
                : PartName.of(new String(rest, 0, end, StandardCharsets.UTF_8))));
    if (end >= 0) {
      // Of a part without content the end of its head's last line belongs to the next boundary.
      skipped = HEAD_END.length / 2;
      drop(end + skipped);
    }
    at = At.CONTENT;
    return true;
  }

  private void content(int end) {
    int begin = Math.min(skipped, end);
    skipped -= begin;
    if (at == At.CONTENT && end > begin) {
      found.add(new Content(ByteString.fromArray(rest, begin, end - begin)));
    }
  }

  private void drop(int bytes) {
    if (bytes > 0) {
      rest = Arrays.copyOfRange(rest, bytes, rest.length);
    }
  }

  private int indexOf(byte[] wanted, int from) {
    for (int i = from; i <= rest.length - wanted.length; i++) {
      if (rest[i] == wanted[0] && isAt(wanted, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isAt(byte[] wanted, int place) {
    for (int i = 1; i < wanted.length; i++) {
      if (rest[place + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
