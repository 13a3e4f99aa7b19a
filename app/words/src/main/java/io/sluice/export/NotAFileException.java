package io.sluice.export;

import java.io.IOException;
import java.nio.file.Path;

/** Where a file was there is none any more that may be read: a link, a directory, a device. */
public final class NotAFileException extends IOException {
  public NotAFileException(Path path) {
    super(path + " is no regular file, or no longer where it was");
  }
}
