package io.sluice.telegram;

/** What an export may hold in a chat that cannot become a message, in the words of reports. */
enum NoMessage {
  WITHOUT_ID("messages without an id"),
  MALFORMED("malformed messages"),
  NO_OBJECT("entries that are no messages"),
  SECOND_LIST("lists of messages behind the first"),
  SECOND_DOCUMENT("documents behind the first");

  private final String words;

  NoMessage(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
