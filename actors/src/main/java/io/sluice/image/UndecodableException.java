package io.sluice.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A picture that does not decode: how its photo ends, and why. */
public final class UndecodableException extends Exception {
  /** In the words of several readers. */
  private static final List<String> UNSUPPORTED =
      List.of("unsupported", "not supported", "not implemented");

  private final Flaw flaw;

  public UndecodableException(Flaw flaw, String reason) {
    super(reason);
    this.flaw = flaw;
  }

  /** What a reader's failure means. */
  static UndecodableException of(IOException failure) {
    return new UndecodableException(flawOf(failure), describe(failure));
  }

  private static Flaw flawOf(IOException failure) {
    if (isEnd(failure)) {
      return Flaw.TRUNCATED;
    }
    var words = describe(failure).toLowerCase(Locale.ROOT);
    return UNSUPPORTED.stream().anyMatch(words::contains) ? Flaw.UNSUPPORTED : Flaw.CORRUPT;
  }

  /** A failure of a library in a few words. */
  static String describe(Throwable failure) {
    var message = failure.getMessage();
    var name = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  public Flaw flaw() {
    return flaw;
  }

  private static boolean isEnd(Throwable failure) {
    return failure instanceof EOFException
        // In the words of the JDK's reader of TIFF.
        || describe(failure).contains("out of stream")
        || (failure.getCause() != null && isEnd(failure.getCause()));
  }
}
