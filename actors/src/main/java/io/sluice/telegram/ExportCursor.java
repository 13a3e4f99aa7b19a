package io.sluice.telegram;

import java.util.Map;

/**
 * A place in a chat of an export, with what tells whether it still fits.
 *
 * @param offset byte of the file behind the last message read
 * @param messages how many of the chat's messages lie before it, the ones left out among them
 * @param fileSize size of the file in bytes, as it was then
 * @param modifiedMillis when the file was last written, as it was then
 * @param selection the chat, and what was asked of it
 * @param passedOver what before it could not become a message, by what is wrong with it
 */
record ExportCursor(
    long offset,
    long messages,
    long fileSize,
    long modifiedMillis,
    String selection,
    Map<String, Long> passedOver) {

  public ExportCursor {
    passedOver = passedOver == null ? Map.of() : Map.copyOf(passedOver);
  }

  /** Whether reading may go on here: the same chat of an unchanged file, asked for the same way. */
  boolean fits(ExportChat chat, String asked) {
    return fileSize == chat.file().size()
        && modifiedMillis == chat.file().modifiedMillis()
        && asked.equals(selection)
        && offset > chat.start()
        && offset <= chat.end();
  }
}
