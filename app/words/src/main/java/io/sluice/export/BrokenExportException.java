package io.sluice.export;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;
import java.nio.file.Path;

/** An export's JSON ends too early or is malformed; every message before that place was given. */
public final class BrokenExportException extends IOException implements Unrecoverable {

  /**
   * @param fault what is wrong and where, such as {@code cut off at byte 123456}
   * @param after the last thing that was whole, such as {@code after message 881}
   */
  BrokenExportException(Path path, String fault, String after, Throwable cause) {
    super("%s is %s (%s): export it again, or repair it".formatted(path, fault, after), cause);
  }
}
