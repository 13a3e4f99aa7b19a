package io.sluice.blob;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** A picture cannot be written where it belongs: no right to, or something else is there. */
public final class StorageRefusedException extends StorageException implements Unrecoverable {
  public StorageRefusedException(String what, IOException cause) {
    super(what + ": " + reason(cause), cause);
  }
}
