package io.sluice.blob;

import java.io.IOException;
import java.nio.file.Path;

/** The whole of IMAGE_DIR takes no pictures for now: whoever wants to write there waits. */
public final class StorageAwayException extends StorageException {
  private final Trouble trouble;

  StorageAwayException(Path root, Trouble trouble, IOException cause) {
    super(
        "IMAGE_DIR %s %s (%s): %s"
            .formatted(root, trouble.found(), reason(cause), trouble.remedy()),
        cause);
    this.trouble = trouble;
  }

  public Trouble trouble() {
    return trouble;
  }
}
