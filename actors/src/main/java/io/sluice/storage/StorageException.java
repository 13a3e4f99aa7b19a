package io.sluice.storage;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Pictures cannot be written: a full disk, or a directory without the right to write. */
public final class StorageException extends RuntimeException implements Unrecoverable {
  StorageException(String what, IOException cause) {
    super(what + ": " + reason(cause), cause);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
