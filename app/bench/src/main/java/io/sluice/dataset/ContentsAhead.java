package io.sluice.dataset;

import io.sluice.sample.Workers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/** Gives contents in the order of their numbers, and makes a few of the next ones meanwhile. */
final class ContentsAhead implements AutoCloseable {
  /** Enough that one large content does not keep the other threads waiting. */
  private static final int AHEAD = 4 * Runtime.getRuntime().availableProcessors();

  private final FileContents contents;
  private final int count;
  private final Workers workers = new Workers();
  private final Deque<Future<MadeFile>> ahead = new ArrayDeque<>();
  private int started;

  ContentsAhead(FileContents contents, int count) {
    this.contents = contents;
    this.count = count;
  }

  MadeFile next() throws IOException {
    while (started < count && ahead.size() < AHEAD) {
      var number = started++;
      ahead.add(workers.start(() -> contents.of(number)));
    }
    return Workers.await(ahead.remove());
  }

  @Override
  public void close() {
    workers.close();
  }
}
