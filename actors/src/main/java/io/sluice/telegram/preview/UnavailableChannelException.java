package io.sluice.telegram.preview;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** A channel whose messages the web preview does not show; the message says why. */
final class UnavailableChannelException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  private UnavailableChannelException(String message) {
    super(message);
  }

  static UnavailableChannelException of(String name, PreviewPage.Landing.Kind kind) {
    var export = ": export it with Telegram Desktop and collect the export";
    return new UnavailableChannelException(
        "@"
            + name
            + switch (kind) {
              case CONTACT -> " is not there: there is no such name, or it is private";
              case CHANNEL -> " does not show its messages on the web" + export;
              case GROUP -> " is a group, which is not shown on the web" + export;
              case USER -> " is a person or a bot, not a channel";
              case RESTRICTED -> " is restricted: Telegram does not show it";
            });
  }
}
