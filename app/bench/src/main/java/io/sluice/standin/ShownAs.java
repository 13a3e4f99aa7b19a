package io.sluice.standin;

/** What a channel's address answers with, as the real site does for each kind of name. */
public enum ShownAs {
  NORMAL,
  /** Nobody has the name. */
  MISSING,
  /** A chat of many, which has no preview. */
  GROUP,
  /** Looks as a missing name does. */
  PRIVATE,
  /** The channel exists and shows its landing page only. */
  PREVIEW_OFF,
  /** Telegram itself shows why it does not show the channel. */
  RESTRICTED,
  /** The landing page of a missing name with status 200, at the preview's own address. */
  SHELL,
  /** A page of a form that nobody knows. */
  STRANGE,
  /** The channel exists and has no posts. */
  EMPTY
}
