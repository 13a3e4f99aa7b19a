package io.sluice.feed;

/** An entry tells nothing that can be stored; the message says what is wrong with it. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1;

  UnfitException(String message) {
    super(message, null, false, false);
  }
}
