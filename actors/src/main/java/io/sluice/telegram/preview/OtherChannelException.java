package io.sluice.telegram.preview;

import io.sluice.failure.Unrecoverable;
import io.sluice.ledger.channel.Channels;
import java.io.IOException;

/** A name that leads to another channel than the one that it was added for. */
final class OtherChannelException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  private OtherChannelException(String message) {
    super(message);
  }

  /** The page is of a channel that is collected under another name. */
  static OtherChannelException known(String name, Channels.Channel other) {
    return new OtherChannelException(
        "@%s is another name of the channel %s (ID: %d), which is collected already: remove this one"
            .formatted(name, other.name(), other.id()));
  }

  /** The name belongs to somebody else now. */
  static OtherChannelException changed(
      String name, Channels.Channel mine, String before, String now) {
    return new OtherChannelException(
        "@%s leads to another channel now (%s) than to the one that is stored as %s (%s): remove that one to collect the new one"
            .formatted(name, now, mine.name(), before));
  }
}
