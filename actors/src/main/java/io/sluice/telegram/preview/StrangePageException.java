package io.sluice.telegram.preview;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** A page whose form is not understood, again and again; the message says where it is kept. */
final class StrangePageException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  StrangePageException(String message) {
    super(message);
  }
}
