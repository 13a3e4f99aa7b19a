package io.sluice.s3;

/** A file has more parts than an upload may have: some 80 GB. */
public final class TooManyPartsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyPartsException(long size) {
    super("it is longer than the store takes, which ends at %d bytes".formatted(size));
  }
}
