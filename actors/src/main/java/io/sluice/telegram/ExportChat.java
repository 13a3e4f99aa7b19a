package io.sluice.telegram;

import io.sluice.export.ExportFile;

/**
 * One chat of an export and where in the file its messages stand.
 *
 * @param file the export
 * @param type Telegram's word, such as {@code public_channel}; {@code unknown} where it gives none
 * @param id Telegram's number, unique only among the chats of one {@link #identity} space
 * @param name what a person calls it; {@code chat ID} for a deleted account
 * @param nth which of the lists of this chat's messages in the file it is, from 1
 * @param start byte at which the array of messages begins
 * @param end byte behind that array, or the file's size where it was not read to its end
 */
record ExportChat(
    ExportFile file, String type, long id, String name, int nth, long start, long end) {

  /**
   * The same for every export of this chat. Telegram numbers channels, small groups and users each
   * from one, so the id alone says too little.
   */
  public String identity() {
    var space =
        switch (type) {
          case "public_channel", "private_channel", "public_supergroup", "private_supergroup" ->
              "channel";
          case "private_group" -> "chat";
          case "personal_chat", "bot_chat", "saved_messages" -> "user";
          default -> type;
        };
    return "telegram:" + space + ":" + id;
  }

  /** The same in a later list of its messages. */
  ExportChat nth(int later) {
    return new ExportChat(file, type, id, name, later, start, end);
  }

  /** The same with messages that end before this byte. */
  ExportChat until(long behind) {
    return new ExportChat(file, type, id, name, nth, start, behind);
  }

  /** Which part of the export it is: a chat may be there twice, as one that is present and left. */
  public String part() {
    return nth == 1 ? identity() : identity() + "#" + nth;
  }

  /** Whether the file holds nothing else, so that nobody has read behind its messages. */
  boolean isAlone() {
    return end == file.size();
  }

  /** How much of the chat lies before a byte of the file, from 0 to 1. */
  double shareBefore(long offset) {
    return end <= start ? 1 : Math.max(0, Math.min(1, (offset - start) / (double) (end - start)));
  }
}
