package io.sluice.blob;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Pictures and files cannot be written, or not be read. */
public abstract sealed class StorageException extends RuntimeException
    permits StorageAwayException, StorageRefusedException {

  StorageException(String message, IOException cause) {
    super(message, cause);
  }

  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
