package io.sluice.api;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/** Texts that one listener has not taken yet, which are sent to it in one piece. */
record Backlog(ByteString text, int count, boolean lost) {

  /**
   * Hands texts on as they are taken, and fails when too many wait for that. A single one may be of
   * any size, since it is the same for all listeners.
   *
   * @param bytes that may wait
   * @param count of texts that may wait
   */
  static Flow<ByteString, ByteString, NotUsed> of(int bytes, int count) {
    return Flow.of(ByteString.class)
        .map(text -> new Backlog(text, 1, false))
        .conflate((waiting, next) -> waiting.and(next, bytes, count))
        .map(Backlog::whole);
  }

  private Backlog and(Backlog next, int bytes, int most) {
    // Told when it is asked for: until then it is enough that nothing more is kept.
    return lost || count >= most || text.size() + next.text.size() > bytes
        ? new Backlog(ByteString.emptyByteString(), count, true)
        : new Backlog(text.concat(next.text), count + 1, false);
  }

  private ByteString whole() {
    if (lost) {
      throw new IllegalStateException("a listener takes events too slowly");
    }
    return text;
  }
}
