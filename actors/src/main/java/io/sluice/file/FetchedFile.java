package io.sluice.file;

import io.sluice.ledger.file.FileRow;

/**
 * A file that an event told of, as a draft of the store.
 *
 * @param number that tells it from others of its group
 */
public record FetchedFile(int number, FileContent content) {

  /** Its row. */
  public FileRow row() {
    return FileStage.row(0, number, content);
  }

  /** Nobody wants it any more. */
  public void close() {
    content.close();
  }
}
