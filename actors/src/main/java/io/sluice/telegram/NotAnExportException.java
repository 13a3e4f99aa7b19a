package io.sluice.telegram;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;
import java.nio.file.Path;

/** What the user named holds no JSON export of Telegram Desktop; says what is there instead. */
public final class NotAnExportException extends IOException implements Unrecoverable {

  NotAnExportException(Path path, String found) {
    super(
        "%s is no Telegram export: found %s, expected the result.json that Telegram Desktop writes"
                .formatted(path, found)
            + " with the format \"Machine-readable JSON\", or the directory that holds it");
  }
}
