package io.sluice.blob;

import java.io.IOException;
import java.nio.file.Path;

/** The whole of a store takes nothing for now: whoever wants to write there waits. */
public final class StorageAwayException extends StorageException {
  private final String what;
  private final Trouble trouble;

  StorageAwayException(Path root, Trouble trouble, IOException cause) {
    this("IMAGE_DIR", root.toString(), trouble, cause);
  }

  /**
   * @param what kind of place it is, which everybody may know
   * @param where it is
   */
  public StorageAwayException(String what, String where, Trouble trouble, IOException cause) {
    super(
        "%s %s %s (%s): %s"
            .formatted(what, where, trouble.found(), reason(cause), trouble.remedy()),
        cause);
    this.what = what;
    this.trouble = trouble;
  }

  public Trouble trouble() {
    return trouble;
  }

  /** For those who may not know where the place is. */
  public String shortMessage() {
    return "%s %s: %s".formatted(what, trouble.found(), trouble.remedy());
  }
}
