package io.sluice.message;

import io.sluice.terminal.Printable;
import java.util.Locale;

/** Why somebody is to look at a message, or why there is none. */
enum MessageReason {
  /** The site says too little for a message that is not invented. */
  THIN,
  /** Values that the template wants are not there. */
  MISSING,
  /** The answer is at its longest length, and not at its end. */
  CUT,
  /** The model will not. */
  REFUSAL,
  /** There is no word in it. */
  EMPTY,
  /** Brackets are left that somebody was to fill in. */
  PLACEHOLDER,
  /** It is in another language than was wanted. */
  LANGUAGE,
  /** It says what the page, or the prompt, tells models to do. */
  LEAKED,
  /** It is longer than any message. */
  TOO_LONG,
  /** The template cannot be used. */
  TEMPLATE,
  /** The endpoint refuses to be asked that. */
  REFUSED,
  /** Whoever wrote it ended, or the endpoint broke off, again and again. */
  LOST,
  /** The site wants no models. */
  NOAI,
  /** Nobody there is to be written to. */
  DO_NOT_CONTACT;

  private static final int MOST = 300;

  /** As it stands in rows. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String with(String detail) {
    var line = Printable.text(detail);
    return word() + ": " + (line.length() > MOST ? line.substring(0, MOST) : line);
  }
}
