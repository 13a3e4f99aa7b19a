package io.sluice.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a server answered, whole and decompressed. Its bytes count until it is closed. */
public final class Answer implements AutoCloseable {
  private final URI uri;
  private final Head head;
  private final Body.Content content;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** An answer whose body is still to be given back. */
  Answer(URI uri, Head head, Body.Content content, Runnable giveBack) {
    this.uri = uri;
    this.head = head;
    this.content = content;
    this.giveBack = giveBack;
  }

  /** The address that answered, without its fragment. */
  public URI uri() {
    return uri;
  }

  public int status() {
    return head.status();
  }

  /**
   * The first header of this name, in any case. Content-Length tells of bytes as they were sent.
   */
  public Optional<String> header(String name) {
    return head.header(name.toLowerCase(Locale.ROOT));
  }

  /** All headers of this name, in any case. */
  public List<String> headers(String name) {
    return head.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The body itself, not a copy. */
  public byte[] body() {
    return content.bytes();
  }

  /** Whether the body was broken off, so that its end is missing; only where that is allowed. */
  public boolean isCut() {
    return content.cut();
  }

  /** Gives the body's bytes back to the budget, once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
