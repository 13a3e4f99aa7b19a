package io.sluice.http;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a server answered, whole and decompressed. Its bytes count until it is closed. */
public final class Answer implements AutoCloseable {
  private final URI uri;
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * An answer whose body is still to be given back.
   *
   * @param headers by their names in small letters
   */
  Answer(URI uri, int status, Map<String, String> headers, byte[] body, Runnable giveBack) {
    this.uri = uri;
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.giveBack = giveBack;
  }

  /** The address that answered, without its fragment. */
  public URI uri() {
    return uri;
  }

  public int status() {
    return status;
  }

  /**
   * The first header of this name, in any case. Content-Length tells of bytes as they were sent.
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body itself, not a copy. */
  public byte[] body() {
    return body;
  }

  /** Gives the body's bytes back to the budget, once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
