package io.sluice.document;

/** What a document, or a page of one, has of text. */
public enum TextState {
  /** Text that was read. */
  TEXT,
  /** Pictures of text, or signs that no font tells: only a reader of pictures finds words in it. */
  NEEDS_OCR,
  /** Text of a page that was read from its picture. */
  OCR,
  /** The beginning of its text: more was not taken, or could not be read. */
  PARTIAL,
  /** Nothing. */
  EMPTY,
  /** What its password keeps. */
  ENCRYPTED,
  /** It is broken, or of a kind that nothing here reads. */
  UNREADABLE
}
