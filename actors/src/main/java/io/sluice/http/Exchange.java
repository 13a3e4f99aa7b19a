package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A request that was sent and its answer: bytes of the server come in, what was received or a
 * failure goes out. For the thread of its connection alone.
 */
final class Exchange implements AnswerParser.Reader {
  private final Channel channel;
  private final String host;
  private final Bounds bounds;
  private final Asker asker;
  private final AnswerParser parser;
  private final CompletableFuture<Received> received = new CompletableFuture<>();
  private Body body;

  /** Who gives memory, and is told when the answer begins. */
  interface Asker extends Body.Memory {
    void answering();
  }

  /** What was received, whole unless it says otherwise. */
  record Received(Head head, Body.Content content) {}

  Exchange(Channel channel, String host, Bounds bounds, Asker asker) {
    this.channel = channel;
    this.host = host;
    this.bounds = bounds;
    this.asker = asker;
    parser = new AnswerParser(host, bounds.lenient(), this);
  }

  /** Completes on the connection's thread. */
  CompletableFuture<Received> received() {
    return received;
  }

  /** Whether the connection can be used again when this is over. */
  boolean leavesGood() {
    return parser.mayGoOn();
  }

  void read(ByteBuf bytes) {
    if (received.isCompletedExceptionally()) {
      return;
    }
    try {
      parser.read(bytes);
    } catch (HttpFailure e) {
      fail(e);
    }
  }

  /** The server sends no more. */
  void closed() {
    over(false);
  }

  /**
   * @param broke whether that is no end which the server has made
   */
  private void over(boolean broke) {
    if (received.isDone()) {
      return;
    }
    try {
      if (broke) {
        parser.broken();
      } else {
        parser.closed();
      }
    } catch (HttpFailure e) {
      fail(e);
    }
  }

  /** Whether all of it has come, and waits for memory. */
  boolean isWaiting() {
    return parser.isOver() && !received.isDone();
  }

  /** Nothing can be read any more; what came may do. */
  void broken(Throwable problem) {
    if (bounds.lenient() && body != null && !parser.isOver()) {
      over(true);
    } else if (!parser.isOver()) {
      fail(problem);
    }
  }

  void fail(Throwable problem) {
    if (received.completeExceptionally(problem) && body != null) {
      body.discard();
    }
  }

  @Override
  public void head(Head head, OptionalLong length) throws HttpFailure {
    asker.answering();
    body = new Body(channel, host, head, length, bounds, asker);
    body.content()
        .whenComplete(
            (content, problem) -> {
              if (problem == null) {
                received.complete(new Received(head, content));
              } else {
                received.completeExceptionally(problem);
              }
            });
  }

  @Override
  public void body(ByteBuf bytes) throws HttpFailure {
    body.add(bytes);
  }

  @Override
  public void end(boolean whole) throws HttpFailure {
    body.end(whole);
  }
}
