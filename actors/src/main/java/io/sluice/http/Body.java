package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The body of one answer: bytes come in as they were sent, and go into one array, unpacked and
 * bounded. What memory that takes is taken from the budget before it is there, in steps; while it
 * waits for more, nothing is read from its connection. For the thread of that connection alone.
 */
final class Body {
  private static final int FIRST_STEP = 32 << 10;

  /** Small enough to be no humongous object to G1, which would ask for memory in one piece. */
  private static final int STEP = 256 << 10;

  private final Channel channel;
  private final String host;
  private final Memory memory;
  private final boolean lenient;
  private final Unpacker unpacker;
  private final long bound;
  private final long most;

  /** Whether it is as long as it says. */
  private final boolean exact;

  private final List<byte[]> blocks = new ArrayList<>();
  private final Deque<ByteBuf> behind = new ArrayDeque<>();
  private final CompletableFuture<Content> content = new CompletableFuture<>();

  /** How much of the last block is in use. */
  private int end;

  private long length;
  private boolean waiting;
  private boolean over;
  private boolean cut;

  /** Where memory comes from. */
  interface Memory {
    /** As long as a body may be that does not say its length. */
    long totalBytes();

    /** Completes when so much more may be taken. */
    CompletableFuture<Void> more(long bytes);

    /** Takes back what was given beyond this. */
    void reduceTo(long bytes);
  }

  /** A body as it is meant, or its beginning. */
  record Content(byte[] bytes, boolean cut) {}

  /**
   * The body of an answer of which nothing was read yet.
   *
   * @param announced how long it is as it is sent
   * @throws TooLargeException if it says itself that it is too long
   */
  Body(
      Channel channel, String host, Head head, OptionalLong announced, Bounds bounds, Memory memory)
      throws HttpFailure {
    this.channel = channel;
    this.host = host;
    this.memory = memory;
    lenient = bounds.lenient();
    bound = bounds.maxBytes();
    unpacker = Unpacker.of(head.encoding(), host, lenient);
    exact = announced.isPresent() && Unpacker.isBare(unpacker);
    most = exact ? announced.getAsLong() : Math.min(bound, memory.totalBytes());
    if (announced.orElse(0) > bound) {
      unpacker.close();
      throw tooLarge(bound);
    }
  }

  /** Completes when all of it is there. */
  CompletableFuture<Content> content() {
    return content;
  }

  /** Takes the next bytes as they were sent. */
  void add(ByteBuf bytes) throws HttpFailure {
    if (waiting) {
      behind.add(bytes.retain());
    } else if (!content.isDone()) {
      unpack(bytes);
      if (waiting) {
        behind.addFirst(bytes.retain());
      }
    }
  }

  /** Nothing more will come. */
  void end(boolean whole) throws HttpFailure {
    over = true;
    cut |= !whole;
    if (!waiting) {
      finish();
    }
  }

  /** Lets go of what it holds; somebody else says why. */
  void discard() {
    content.cancel(false);
    close();
  }

  private void close() {
    unpacker.close();
    behind.forEach(ByteBuf::release);
    behind.clear();
  }

  /** Until all is taken, or memory has to be waited for. */
  private void unpack(ByteBuf bytes) throws HttpFailure {
    boolean filled = true;
    while (!waiting && !cut && (bytes.isReadable() || filled)) {
      int room = blocks.isEmpty() ? 0 : last().length - end;
      if (room == 0) {
        if (!bytes.isReadable() && length == 0) {
          return;
        }
        if (length == most) {
          requireEnd(bytes);
          return;
        }
        grow();
        continue;
      }
      int added = unpack(bytes, last(), end, room);
      end += added;
      length += added;
      filled = added == room && !Unpacker.isBare(unpacker);
    }
  }

  private int unpack(ByteBuf bytes, byte[] to, int from, int room) throws BrokenOffException {
    try {
      return unpacker.unpack(bytes, to, from, room);
    } catch (BrokenOffException e) {
      if (!lenient) {
        throw e;
      }
      cut = true;
      return 0;
    }
  }

  /** There is no room for more, and there must be none. */
  private void requireEnd(ByteBuf bytes) throws HttpFailure {
    if (unpack(bytes, new byte[1], 0, 1) > 0) {
      throw tooLarge(most);
    }
  }

  /** A body that has shown itself to be long is given the array that it will end in. */
  private void grow() {
    if (exact && !blocks.isEmpty()) {
      take(
          most,
          size -> {
            var all = new byte[(int) size];
            System.arraycopy(last(), 0, all, 0, end);
            blocks.set(0, all);
            memory.reduceTo(size);
          });
      return;
    }
    long step = blocks.isEmpty() ? FIRST_STEP : Math.min(STEP, 2L * last().length);
    take(
        Math.min(exact ? STEP : step, most - length),
        size -> {
          blocks.add(new byte[(int) size]);
          end = 0;
        });
  }

  private interface Taker {
    void take(long size);
  }

  private void take(long size, Taker taker) {
    var turn = memory.more(size);
    if (turn.isDone()) {
      taker.take(size);
      return;
    }
    waiting = true;
    channel.config().setAutoRead(false);
    later(turn, () -> goOn(size, taker));
  }

  private interface Step {
    void run() throws HttpFailure;
  }

  /** On the thread of the connection, unless the answer is of no use any more. */
  private void later(CompletableFuture<Void> turn, Step step) {
    turn.thenRunAsync(
            () -> {
              try {
                if (!content.isDone()) {
                  step.run();
                }
              } catch (HttpFailure e) {
                throw new CompletionException(e);
              }
            },
            channel.eventLoop())
        .exceptionally(
            failure -> {
              content.completeExceptionally(failure);
              close();
              return null;
            });
  }

  private void goOn(long size, Taker taker) throws HttpFailure {
    waiting = false;
    taker.take(size);
    while (!waiting && !behind.isEmpty()) {
      unpack(behind.element());
      if (!waiting) {
        behind.remove().release();
      }
    }
    if (!waiting) {
      channel.config().setAutoRead(true);
      if (over) {
        finish();
      }
    }
  }

  private void finish() throws HttpFailure {
    if (content.isDone()) {
      return;
    }
    if (!cut && !unpacker.isWhole()) {
      if (!lenient) {
        throw new BrokenOffException(host + ": its packed body ends too early");
      }
      cut = true;
    }
    if (blocks.isEmpty()) {
      give(new byte[0]);
    } else if (blocks.size() == 1 && end == last().length) {
      give(last());
    } else {
      var joined = memory.more(length);
      if (joined.isDone()) {
        join();
      } else {
        later(joined, this::join);
      }
    }
  }

  private void give(byte[] bytes) {
    close();
    content.complete(new Content(bytes, cut));
  }

  private void join() {
    var all = new byte[(int) length];
    int at = 0;
    for (var block : blocks) {
      int part = block == last() ? end : block.length;
      System.arraycopy(block, 0, all, at, part);
      at += part;
    }
    blocks.clear();
    memory.reduceTo(length);
    give(all);
  }

  private byte[] last() {
    return blocks.get(blocks.size() - 1);
  }

  private TooLargeException tooLarge(long limit) {
    var advice = exact || limit == bound ? "" : ", all the memory for bodies: raise -Xmx";
    return new TooLargeException(
        "%s: the body is longer than %d bytes%s".formatted(host, limit, advice));
  }
}
