package io.sluice.sample;

/**
 * A stretch of a message's text with one form, as in Telegram Desktop's {@code text_entities}.
 *
 * @param type {@code plain}, {@code bold}, {@code link}, {@code text_link} and so on
 * @param extraKey the third field's key, such as {@code href}; empty when there is none
 */
record TextPart(String type, String text, String extraKey, String extra) {

  static TextPart of(String type, String text) {
    return new TextPart(type, text, "", "");
  }

  boolean plain() {
    return type.equals("plain");
  }
}
