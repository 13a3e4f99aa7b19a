package io.sluice.standin;

import java.net.URI;

/** How the photo server answers for one photo, instead of with its picture as a whole. */
public sealed interface PhotoAnswer {
  /** The picture, as without any special answer. */
  record Normal() implements PhotoAnswer {}

  /** Status 302 to some other place. */
  record Redirect(URI to) implements PhotoAnswer {}

  /** Zeros under {@code Content-Encoding: gzip}, small on the wire. */
  record GzipBomb(long inflatedBytes) implements PhotoAnswer {
    public GzipBomb {
      if (inflatedBytes < 1) {
        throw new IllegalArgumentException("inflatedBytes must be at least 1: " + inflatedBytes);
      }
    }
  }

  /** The picture, one byte a second. */
  record Trickle() implements PhotoAnswer {}

  /** An error page with that status. */
  record Status(int status) implements PhotoAnswer {}

  /** The picture in chunks, without a length. */
  record Chunked() implements PhotoAnswer {}

  /** A web page with status 200 where a picture was asked for. */
  record Html() implements PhotoAnswer {}

  /** Some other bytes, which call themselves a JPEG. */
  record Fixed(byte[] bytes) implements PhotoAnswer {}
}
