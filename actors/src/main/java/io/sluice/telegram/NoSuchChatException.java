package io.sluice.telegram;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** A channel is to be collected from something that does not hold it, or holds it no longer. */
final class NoSuchChatException extends IOException implements Unrecoverable {
  NoSuchChatException(String message) {
    super(message);
  }
}
