package io.sluice.sheet;

/** A cell that names no website, with the reason in a word and one for people. */
public final class NotAnAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  NotAnAddressException(String reason, String detail) {
    // Half a million may come of one list: where they were thrown helps nobody.
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** {@code empty}, {@code not_an_address}, {@code no_host}, {@code scheme} and so on. */
  public String reason() {
    return reason;
  }
}
